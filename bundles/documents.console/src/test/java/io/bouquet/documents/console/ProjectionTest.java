package io.bouquet.documents.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ProjectionTest {
    @Test
    void findsTheDirectionsInWhichVectorsDiffer() {
        // far apart along the third axis, less along the first, hardly along the others
        List<float[]> vectors = new ArrayList<>();
        Random random = new Random(1);
        for (int i = 0; i < 200; i++) {
            vectors.add(new float[] {
                (float) random.nextGaussian() * 2, small(random), (float) random.nextGaussian() * 9, small(random)
            });
        }

        Projection projection = Projection.of(vectors);

        assertThat(projection.kept()).isGreaterThan(0.99);
        double scale = 0;
        for (int i = 0; i < vectors.size(); i++) {
            scale = Math.max(scale, Math.abs(projection.places()[i][0]));
        }
        assertThat(scale).isCloseTo(1, within(1e-6));
        assertThat(Math.abs(correlation(vectors, 2, projection, 0))).isGreaterThan(0.999);
        assertThat(Math.abs(correlation(vectors, 0, projection, 1))).isGreaterThan(0.99);
    }

    @Test
    void putsEqualVectorsIntoOnePlace() {
        Projection projection = Projection.of(List.of(new float[] {1, 2, 3}, new float[] {1, 2, 3}));

        assertThat(projection.places()).isDeepEqualTo(new float[][] {{0, 0}, {0, 0}});
        assertThat(projection.kept()).isEqualTo(1);
    }

    @Test
    void putsVectorsThatDifferInOneDirectionOnALine() {
        Projection projection = Projection.of(List.of(new float[] {0, 0}, new float[] {1, 1}, new float[] {2, 2}));

        assertThat(projection.kept()).isCloseTo(1, within(1e-6));
        for (float[] place : projection.places()) {
            assertThat(place[1]).isCloseTo(0, within(1e-5f));
        }
    }

    private static float small(Random random) {
        return (float) random.nextGaussian() * 0.05f;
    }

    private static double correlation(List<float[]> vectors, int axis, Projection projection, int component) {
        double xy = 0;
        double xx = 0;
        double yy = 0;
        double mean = vectors.stream().mapToDouble(one -> one[axis]).average().orElse(0);
        for (int i = 0; i < vectors.size(); i++) {
            double x = vectors.get(i)[axis] - mean;
            double y = projection.places()[i][component];
            xy += x * y;
            xx += x * x;
            yy += y * y;
        }
        return xy / Math.sqrt(xx * yy);
    }
}

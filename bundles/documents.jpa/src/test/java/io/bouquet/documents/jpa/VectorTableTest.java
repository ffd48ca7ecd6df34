package io.bouquet.documents.jpa;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class VectorTableTest {
    private final VectorTable table = new VectorTable();

    @Test
    void findsTheNearestFirst() {
        table.put(VectorTable.row("a", new float[] {1, 0}));
        table.put(VectorTable.row("b", new float[] {2, 2}));
        table.put(VectorTable.row("c", new float[] {0, -1}));
        assertThat(table.search(new float[] {3, 0.1f}, 0, 9))
                .extracting(VectorTable.Hit::id)
                .containsExactly("a", "b");
        assertThat(table.search(new float[] {1, 1}, -1, 1)).singleElement().satisfies(hit -> {
            assertThat(hit.id()).isEqualTo("b");
            assertThat(hit.similarity()).isEqualTo(1, within(0.001));
        });
    }

    @Test
    void isNearlyExactThoughANumberHasOneByte() {
        SplittableRandom random = new SplittableRandom(1);
        float[] one = numbers(random);
        float[] other = numbers(random);
        double dot = 0;
        double ones = 0;
        double others = 0;
        for (int i = 0; i < one.length; i++) {
            dot += one[i] * other[i];
            ones += one[i] * one[i];
            others += other[i] * other[i];
        }
        table.put(VectorTable.row("a", one));
        assertThat(table.search(other, -1, 1).get(0).similarity())
                .isEqualTo(dot / Math.sqrt(ones * others), within(0.01));
    }

    @Test
    void forgetsWhatIsRemovedAndReplacesWhatIsPutAgain() {
        table.put(VectorTable.row("a", new float[] {1, 0}));
        table.put(VectorTable.row("b", new float[] {0, 1}));
        table.remove("a");
        table.remove("a");
        table.put(VectorTable.row("b", new float[] {1, 0}));
        assertThat(table.size()).isEqualTo(1);
        assertThat(table.search(new float[] {1, 0}, 0.9, 9))
                .extracting(VectorTable.Hit::id)
                .containsExactly("b");
        assertThat(table.search(new float[] {1, 0, 0}, 0, 9)).isEmpty();
    }

    private static float[] numbers(SplittableRandom random) {
        float[] numbers = new float[384];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = (float) (random.nextDouble() - 0.5);
        }
        return numbers;
    }
}

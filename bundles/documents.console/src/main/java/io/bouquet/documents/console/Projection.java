package io.bouquet.documents.console;

import java.util.List;
import java.util.Random;

/**
 * The two directions in which vectors differ most (principal components), found by power iteration, and the vectors'
 * places in their plane.
 *
 * @param places x and y of each vector, −1..1
 * @param kept   share of the variance that the plane shows, 0..1
 */
record Projection(float[][] places, double kept) {
    private static final int ITERATIONS = 60;
    private static final double CONVERGED = 1e-7;
    /** Any fixed number, so that one set of documents has one map. */
    private static final long SEED = 42;

    /** @param vectors all of one size; at least one */
    static Projection of(List<float[]> vectors) {
        int size = vectors.get(0).length;
        double[][] centred = centred(vectors, size);
        double total = 0;
        for (double[] row : centred) {
            total += dot(row, row);
        }
        double[] first = component(centred, size, new double[0]);
        double[] second = component(centred, size, first);
        float[][] places = new float[centred.length][2];
        double shown = 0;
        double most = 0;
        for (int i = 0; i < centred.length; i++) {
            double x = dot(centred[i], first);
            double y = dot(centred[i], second);
            shown += x * x + y * y;
            most = Math.max(most, Math.max(Math.abs(x), Math.abs(y)));
            places[i][0] = (float) x;
            places[i][1] = (float) y;
        }
        for (float[] place : places) {
            place[0] = most == 0 ? 0 : (float) (place[0] / most);
            place[1] = most == 0 ? 0 : (float) (place[1] / most);
        }
        return new Projection(places, total == 0 ? 1 : shown / total);
    }

    private static double[][] centred(List<float[]> vectors, int size) {
        double[] mean = new double[size];
        for (float[] vector : vectors) {
            for (int j = 0; j < size; j++) {
                mean[j] += vector[j] / vectors.size();
            }
        }
        double[][] centred = new double[vectors.size()][size];
        for (int i = 0; i < centred.length; i++) {
            for (int j = 0; j < size; j++) {
                centred[i][j] = vectors.get(i)[j] - mean[j];
            }
        }
        return centred;
    }

    /** @param without a component that the result is perpendicular to; empty for none */
    private static double[] component(double[][] rows, int size, double[] without) {
        Random random = new Random(SEED);
        double[] direction = random.doubles(size, -1, 1).toArray();
        unit(direction, without);
        for (int round = 0; round < ITERATIONS; round++) {
            double[] next = new double[size];
            for (double[] row : rows) {
                double weight = dot(row, direction);
                for (int j = 0; j < size; j++) {
                    next[j] += weight * row[j];
                }
            }
            if (!unit(next, without)) {
                break;
            }
            double same = Math.abs(dot(next, direction));
            direction = next;
            if (1 - same < CONVERGED) {
                break;
            }
        }
        return direction;
    }

    /** Makes a direction perpendicular to another and of length 1; returns false if nothing of it is left. */
    private static boolean unit(double[] direction, double[] without) {
        if (without.length > 0) {
            double along = dot(direction, without);
            for (int j = 0; j < direction.length; j++) {
                direction[j] -= along * without[j];
            }
        }
        double length = Math.sqrt(dot(direction, direction));
        if (length < 1e-12) {
            return false;
        }
        for (int j = 0; j < direction.length; j++) {
            direction[j] /= length;
        }
        return true;
    }

    private static double dot(double[] one, double[] other) {
        double sum = 0;
        for (int j = 0; j < one.length; j++) {
            sum += one[j] * other[j];
        }
        return sum;
    }
}

package io.bouquet.tagging.models.training;

import java.util.Arrays;
import java.util.Locale;
import java.util.Random;
import java.util.function.ToDoubleFunction;

/** Figures with 95 % confidence intervals, by drawing the test data again. */
final class Bootstrap {
    private static final int DRAWS = 1_000;

    private Bootstrap() {}

    /** Returns a figure of {@code size} items and its interval. */
    static String of(int size, ToDoubleFunction<int[]> figure) {
        Random random = new Random(1);
        int[] all = new int[size];
        Arrays.setAll(all, i -> i);
        double[] drawn = new double[DRAWS];
        for (int d = 0; d < DRAWS; d++) {
            int[] items = new int[size];
            Arrays.setAll(items, i -> random.nextInt(size));
            drawn[d] = figure.applyAsDouble(items);
        }
        Arrays.sort(drawn);
        return String.format(
                Locale.ROOT,
                "%.3f (%.3f..%.3f)",
                figure.applyAsDouble(all),
                drawn[DRAWS / 40],
                drawn[DRAWS - 1 - DRAWS / 40]);
    }

    static String ofShare(boolean[] right) {
        return of(right.length, items -> {
            int count = 0;
            for (int item : items) {
                count += right[item] ? 1 : 0;
            }
            return count / (double) Math.max(1, items.length);
        });
    }
}

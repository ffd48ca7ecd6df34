package io.bouquet.benchmarks;

import java.util.Arrays;
import java.util.Locale;

/** Some measured values, at least one, and what is said of them. */
record Figures(double... values) {
    Figures {
        values = values.clone();
        Arrays.sort(values);
    }

    int count() {
        return values.length;
    }

    double median() {
        return quantile(0.5);
    }

    /** The smallest value that at least this part of the values does not exceed. */
    double quantile(double part) {
        return values[Math.max(0, (int) Math.ceil(part * values.length) - 1)];
    }

    /** Median, least and most. */
    String text(String format) {
        return String.format(
                Locale.ROOT,
                format + " (" + format + "–" + format + ")",
                median(),
                values[0],
                values[values.length - 1]);
    }
}

package io.bouquet.tagging.console;

import io.bouquet.tagging.Annotation;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The probabilities of all labels, which some taggers put into the attributes of their annotation.
 *
 * @param shares the labels, the most probable first
 * @param said   all of them in words, for screen readers
 */
record Probabilities(List<Share> shares, String said) {
    /** Attributes are rounded, so their sum may differ a little from 1. */
    private static final double TOLERANCE = 0.03;

    static final Probabilities NONE = new Probabilities(List.of(), "");

    /**
     * The probability of a label.
     *
     * @param tone  CSS class of the bar
     * @param width length of the bar, such as {@code 4.2%}
     * @param start where the bar begins if the bars of all labels are joined
     */
    record Share(String label, String percent, String tone, String width, String start) {}

    /** Returns the probabilities; none if the attributes are something else. */
    static Probabilities of(Annotation annotation) {
        List<Map.Entry<String, Double>> found = new ArrayList<>();
        double sum = 0;
        for (Map.Entry<String, String> attribute : annotation.attributes().entrySet()) {
            try {
                double value = Double.parseDouble(attribute.getValue());
                if (value >= 0 && value <= 1) {
                    found.add(Map.entry(attribute.getKey(), value));
                    sum += value;
                }
            } catch (NumberFormatException somethingElse) {
                continue;
            }
        }
        if (found.size() < 2 || Math.abs(sum - 1) > TOLERANCE) {
            return NONE;
        }
        found.sort(Map.Entry.<String, Double>comparingByValue(Comparator.reverseOrder())
                .thenComparing(Map.Entry.comparingByKey()));
        List<Share> shares = new ArrayList<>();
        List<String> said = new ArrayList<>();
        double start = 0;
        for (Map.Entry<String, Double> one : found) {
            String percent = String.format(Locale.ROOT, "%.0f%%", 100 * one.getValue());
            shares.add(new Share(
                    one.getKey(), percent, tone(one.getKey()), width(one.getValue() / sum), width(start / sum)));
            said.add(one.getKey() + " " + percent);
            start += one.getValue();
        }
        return new Probabilities(List.copyOf(shares), String.join(", ", said));
    }

    /** Returns the CSS class of a label: that of feelings has a colour, the others have one colour. */
    static String tone(String label) {
        return switch (label) {
            case "positive", "negative", "neutral" -> label;
            default -> "plain";
        };
    }

    private static String width(double share) {
        return String.format(Locale.ROOT, "%.1f%%", 100 * share);
    }
}

package io.bouquet.tagging.console;

import io.bouquet.tagging.Annotation;
import java.util.Locale;

/** Scores for people. */
final class Percent {
    private Percent() {}

    /** {@code 98 %}; the empty string where there is no score. */
    static String of(Annotation annotation) {
        return annotation.hasScore() ? String.format(Locale.ROOT, "%.0f%%", annotation.score() * 100) : "";
    }
}

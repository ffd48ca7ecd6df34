package io.bouquet.tagging.console;

import io.bouquet.tagging.Annotation;
import java.util.Locale;

/** Formats scores for users. */
final class Percent {
    private Percent() {}

    /** Returns a score such as {@code 98%}; the empty string if there is none. */
    static String of(Annotation annotation) {
        return annotation.hasScore() ? String.format(Locale.ROOT, "%.0f%%", annotation.score() * 100) : "";
    }
}

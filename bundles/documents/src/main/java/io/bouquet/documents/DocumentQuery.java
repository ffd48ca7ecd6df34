package io.bouquet.documents;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Which documents, newest first. What is null does not restrict.
 *
 * @param label    of at least one annotation in any layer but sentences, tokens and lemmas, whose labels are words
 * @param language ISO 639-1 code
 * @param since    created at that time or later
 * @param until    created before that time
 * @param offset   how many to pass over
 * @param limit    how many at the most, 1 to {@link #MAX_LIMIT}
 */
public record DocumentQuery(
        @Nullable String label,
        @Nullable String language,
        @Nullable Instant since,
        @Nullable Instant until,
        int offset,
        int limit) {
    public static final int MAX_LIMIT = 100;

    /** The last year that a caller may ask for; far later instants do not fit into milliseconds. */
    public static final int MAX_YEAR = 9999;

    public DocumentQuery {
        if (offset < 0) {
            throw new IllegalArgumentException("offset " + offset + " is below 0");
        }
        if (limit < 1 || limit > MAX_LIMIT) {
            throw new IllegalArgumentException("limit " + limit + " is not in 1.." + MAX_LIMIT);
        }
        if (holdsNul(label) || holdsNul(language)) {
            throw new IllegalArgumentException("a label or language holds U+0000, which no document has");
        }
    }

    private static boolean holdsNul(@Nullable String text) {
        return text != null && text.indexOf('\0') >= 0;
    }
}

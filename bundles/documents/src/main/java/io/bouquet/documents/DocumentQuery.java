package io.bouquet.documents;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A query for documents, newest first. A component that is null matches all documents.
 *
 * @param label    label of at least one annotation, in any layer except sentences, tokens and lemmas, whose labels are
 *                 words
 * @param language ISO 639-1 code
 * @param since    earliest time of storing
 * @param until    end of the time of storing, exclusive
 * @param offset   number of documents to skip
 * @param limit    greatest number of documents to return, 1 to {@link #MAX_LIMIT}
 */
public record DocumentQuery(
        @Nullable String label,
        @Nullable String language,
        @Nullable Instant since,
        @Nullable Instant until,
        int offset,
        int limit) {
    public static final int MAX_LIMIT = 100;

    /** The last year in a query; much later instants do not fit into milliseconds. */
    public static final int MAX_YEAR = 9999;

    public DocumentQuery {
        if (offset < 0) {
            throw new IllegalArgumentException("offset " + offset + " is below 0");
        }
        if (limit < 1 || limit > MAX_LIMIT) {
            throw new IllegalArgumentException("limit " + limit + " is not in 1.." + MAX_LIMIT);
        }
        if (holdsNul(label) || holdsNul(language)) {
            throw new IllegalArgumentException("a label or language contains U+0000, which no document contains");
        }
    }

    private static boolean holdsNul(@Nullable String text) {
        return text != null && text.indexOf('\0') >= 0;
    }
}

package io.bouquet.documents.rest;

import io.bouquet.documents.DocumentQuery;
import io.swagger.v3.oas.annotations.media.Schema;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.validation.constraints.DecimalMax;
import javax.validation.constraints.DecimalMin;
import javax.validation.constraints.Max;
import javax.validation.constraints.Min;
import javax.validation.constraints.Size;
import javax.ws.rs.DefaultValue;
import javax.ws.rs.QueryParam;
import org.jspecify.annotations.Nullable;

/**
 * The query parameters of a list of documents.
 *
 * @param label    documents with an annotation of this label
 * @param language documents in this language, by ISO 639-1 code
 * @param since    documents stored at this time or later
 * @param until    documents stored before this time
 * @param like     a text, or the id of a document: the documents that mean the most similar, the most similar first
 * @param least    smallest similarity of these, −1 to 1
 * @param offset   number of documents to skip
 * @param limit    number of documents in the answer
 */
record DocumentFilter(
        @QueryParam("label") @Nullable String label,

        @QueryParam("language") @Nullable String language,

        @QueryParam("since") @Schema(type = "string", format = "date-time") @Nullable
        Moment since,

        @QueryParam("until") @Schema(type = "string", format = "date-time") @Nullable
        Moment until,

        @QueryParam("like") @Size(max = DocumentFilter.LONGEST_LIKE) @Nullable
        String like,

        @QueryParam("least") @DefaultValue("0.5") @DecimalMin("-1") @DecimalMax("1")
        double least,

        @QueryParam("offset") @DefaultValue("0") @Min(0) int offset,

        @QueryParam("limit") @DefaultValue("20") @Min(1) @Max(DocumentQuery.MAX_LIMIT)
        int limit) {
    static final int LONGEST_LIKE = 4_000;

    /** @throws IllegalArgumentException if the time ends before it begins */
    DocumentFilter {
        if (since != null && until != null && !since.instant().isBefore(until.instant())) {
            throw new IllegalArgumentException(
                    "until, " + until.instant() + ", must be after since, " + since.instant());
        }
    }

    DocumentQuery toQuery() {
        return new DocumentQuery(orNull(label), orNull(language), instant(since), instant(until), offset, limit);
    }

    private static @Nullable String orNull(@Nullable String text) {
        return text == null || text.isEmpty() ? null : text;
    }

    private static @Nullable Instant instant(@Nullable Moment moment) {
        return moment == null ? null : moment.instant();
    }

    /** The pages before and after this one. */
    Map<String, String> links(String path, long total) {
        Map<String, String> links = new LinkedHashMap<>();
        if (offset > 0) {
            links.put("prev", link(path, Math.max(offset - limit, 0)));
        }
        if ((long) offset + limit < total) {
            links.put("next", link(path, offset + limit));
        }
        return links;
    }

    private String link(String path, int from) {
        StringBuilder link = new StringBuilder(path).append('?');
        append(link, "label", orNull(label));
        append(link, "language", orNull(language));
        append(link, "since", instant(since));
        append(link, "until", instant(until));
        append(link, "like", orNull(like));
        append(link, "least", orNull(like) == null ? null : least);
        return link.append("offset=")
                .append(from)
                .append("&limit=")
                .append(limit)
                .toString();
    }

    private static void append(StringBuilder link, String name, @Nullable Object value) {
        if (value != null) {
            link.append(name)
                    .append('=')
                    .append(URLEncoder.encode(value.toString(), StandardCharsets.UTF_8))
                    .append('&');
        }
    }
}

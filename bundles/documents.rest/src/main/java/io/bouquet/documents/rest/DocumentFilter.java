package io.bouquet.documents.rest;

import io.bouquet.documents.DocumentQuery;
import io.bouquet.web.FieldError;
import io.bouquet.web.ProblemException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The query parameters of a list of documents. */
record DocumentFilter(
        @Nullable String label,
        @Nullable String language,
        @Nullable Instant since,
        @Nullable Instant until,
        int offset,
        int limit) {
    static final int DEFAULT_LIMIT = 20;

    private static final List<String> KNOWN = List.of("label", "language", "since", "until", "offset", "limit");

    /** @throws ProblemException 422 with all invalid parameters */
    static DocumentFilter of(Map<String, List<String>> parameters) {
        List<FieldError> errors = new ArrayList<>();
        // if a misspelt filter were ignored, it would seem to match all documents
        parameters.keySet().stream()
                .filter(name -> !KNOWN.contains(name))
                .forEach(name -> errors.add(new FieldError(
                        "extra_forbidden",
                        List.of("query", name),
                        "is not known here; known: " + String.join(", ", KNOWN),
                        null)));
        Instant since = time(parameters, "since", errors);
        Instant until = time(parameters, "until", errors);
        if (since != null && until != null && !since.isBefore(until)) {
            errors.add(new FieldError(
                    "value_error", List.of("query", "until"), "must be after since, " + since, until.toString()));
        }
        int offset = number(parameters, "offset", 0, 0, Integer.MAX_VALUE, errors);
        int limit = number(parameters, "limit", DEFAULT_LIMIT, 1, DocumentQuery.MAX_LIMIT, errors);
        if (!errors.isEmpty()) {
            throw ProblemException.unprocessable(errors);
        }
        return new DocumentFilter(
                first(parameters, "label"), first(parameters, "language"), since, until, offset, limit);
    }

    DocumentQuery toQuery() {
        return new DocumentQuery(label, language, since, until, offset, limit);
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
        append(link, "label", label);
        append(link, "language", language);
        append(link, "since", since);
        append(link, "until", until);
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

    private static @Nullable String first(Map<String, List<String>> parameters, String name) {
        List<String> values = Objects.requireNonNullElse(parameters.get(name), List.of());
        return values.isEmpty() || values.get(0).isEmpty() ? null : values.get(0);
    }

    private static int number(
            Map<String, List<String>> parameters,
            String name,
            int missing,
            int least,
            int most,
            List<FieldError> errors) {
        String value = first(parameters, name);
        if (value == null) {
            return missing;
        }
        int number;
        try {
            number = Integer.parseInt(value);
        } catch (NumberFormatException e) {
            errors.add(
                    new FieldError("int_parsing", List.of("query", name), "must be a whole number that fits", value));
            return missing;
        }
        if (number < least) {
            errors.add(new FieldError(
                    "greater_than_equal",
                    List.of("query", name),
                    "must be at least " + least,
                    number,
                    Map.of("ge", least)));
        } else if (number > most) {
            errors.add(new FieldError(
                    "less_than_equal", List.of("query", name), "must be at most " + most, number, Map.of("le", most)));
        }
        return number;
    }

    private static @Nullable Instant time(Map<String, List<String>> parameters, String name, List<FieldError> errors) {
        String value = first(parameters, name);
        if (value == null) {
            return null;
        }
        try {
            OffsetDateTime time = value.indexOf('T') < 0
                    ? LocalDate.parse(value).atStartOfDay().atOffset(ZoneOffset.UTC)
                    // an unescaped plus sign arrives as a blank
                    : OffsetDateTime.parse(value.replace(' ', '+'));
            if (time.getYear() < 0 || time.getYear() > DocumentQuery.MAX_YEAR) {
                errors.add(new FieldError(
                        "datetime_parsing",
                        List.of("query", name),
                        "must be in the years 0 to " + DocumentQuery.MAX_YEAR,
                        value));
                return null;
            }
            return time.toInstant();
        } catch (DateTimeException e) {
            errors.add(new FieldError(
                    "datetime_parsing",
                    List.of("query", name),
                    "must be an ISO 8601 date or time with zone, such as 2026-01-31 or 2026-01-31T12:00:00Z",
                    value));
            return null;
        }
    }
}

package io.bouquet.jobs.rest;

import io.bouquet.documents.DocumentQuery;
import io.bouquet.web.FieldError;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A query for stored documents, whose texts become the documents of a job. A component that is null matches all. */
record StoredQuery(
        @Nullable String label,
        @Nullable String language,
        @Nullable Instant since,
        @Nullable Instant until) {
    private static final List<String> KNOWN = List.of("label", "language", "since", "until");

    /** Adds what does not fit to {@code errors}. */
    static StoredQuery of(@Nullable Object body, List<FieldError> errors) {
        if (!(body instanceof Map<?, ?> members)) {
            errors.add(new FieldError("model_attributes_type", at(), "must be an object", null));
            return new StoredQuery(null, null, null, null);
        }
        members.keySet().stream()
                .filter(name -> !KNOWN.contains(name))
                .forEach(name -> errors.add(new FieldError(
                        "extra_forbidden",
                        at((String) name),
                        "is not known here; known: " + String.join(", ", KNOWN),
                        null)));
        return new StoredQuery(
                text(members, "label", errors),
                text(members, "language", errors),
                time(members, "since", errors),
                time(members, "until", errors));
    }

    DocumentQuery toQuery() {
        return new DocumentQuery(label, language, since, until, 0, DocumentQuery.MAX_LIMIT);
    }

    private static @Nullable String text(Map<?, ?> members, String name, List<FieldError> errors) {
        Object value = members.get(name);
        if (value == null) {
            return null;
        }
        if (!(value instanceof String text)) {
            errors.add(new FieldError("string_type", at(name), "must be a string", null));
            return null;
        }
        FieldError.ofNul(at(name), text).ifPresent(errors::add);
        return text;
    }

    private static @Nullable Instant time(Map<?, ?> members, String name, List<FieldError> errors) {
        String text = text(members, name, errors);
        if (text == null) {
            return null;
        }
        try {
            OffsetDateTime time = OffsetDateTime.parse(text);
            if (time.getYear() >= 0 && time.getYear() <= DocumentQuery.MAX_YEAR) {
                return time.toInstant();
            }
            errors.add(new FieldError(
                    "datetime_parsing", at(name), "must be in the years 0 to " + DocumentQuery.MAX_YEAR, text));
        } catch (DateTimeException e) {
            errors.add(new FieldError(
                    "datetime_parsing",
                    at(name),
                    "must be an ISO 8601 time with zone, such as 2026-01-31T12:00:00Z",
                    text));
        }
        return null;
    }

    private static List<Object> at(String... name) {
        return name.length == 0 ? List.of("body", "query") : List.of("body", "query", name[0]);
    }
}

package io.bouquet.documents.console;

import io.bouquet.documents.DocumentSummary;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/**
 * A document in a list.
 *
 * @param stamp   time of storing in ISO 8601
 * @param created time of storing for display, UTC
 * @param labels  labels of the entities, with their numbers
 */
record ListedDocument(
        String id, String language, String stamp, String created, String excerpt, String size, List<Label> labels) {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);

    record Label(String name, int count) {}

    static ListedDocument of(DocumentSummary document) {
        return new ListedDocument(
                document.id(),
                document.language().isEmpty() ? "unknown" : document.language(),
                document.created().toString(),
                time(document.created()),
                document.excerpt().isBlank() ? "(no visible text)" : document.excerpt(),
                String.format(Locale.ROOT, "%,d characters", document.characters()),
                document.entities().entrySet().stream()
                        .map(label -> new Label(label.getKey(), label.getValue()))
                        .toList());
    }

    static String time(Instant instant) {
        return TIME.format(instant);
    }
}

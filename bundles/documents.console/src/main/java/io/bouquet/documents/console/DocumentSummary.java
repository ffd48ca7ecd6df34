package io.bouquet.documents.console;

import io.bouquet.documents.Document;
import io.bouquet.tagging.Annotation;
import io.bouquet.tagging.Layers;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * A document in a list.
 *
 * @param stamp   for machines
 * @param created for people, UTC
 * @param labels  of entities, with how many there are
 */
record DocumentSummary(
        String id, String language, String stamp, String created, String excerpt, String size, List<Label> labels) {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final int EXCERPT = 140;

    record Label(String name, long count) {}

    static DocumentSummary of(Document document) {
        Map<String, Long> labels = document.layers().get(Layers.ENTITIES).stream()
                .collect(Collectors.groupingBy(Annotation::label, TreeMap::new, Collectors.counting()));
        return new DocumentSummary(
                document.id(),
                document.language().isEmpty() ? "unknown" : document.language(),
                document.created().toString(),
                time(document.created()),
                excerpt(document.text()),
                String.format(Locale.ROOT, "%,d characters", document.text().length()),
                labels.entrySet().stream()
                        .map(label -> new Label(label.getKey(), label.getValue()))
                        .toList());
    }

    static String time(Instant instant) {
        return TIME.format(instant);
    }

    private static String excerpt(String text) {
        if (text.isBlank()) {
            return "(no visible text)";
        }
        if (text.length() <= EXCERPT) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(EXCERPT - 1)) ? EXCERPT - 1 : EXCERPT;
        return text.substring(0, end) + "…";
    }
}

package io.bouquet.documents;

import io.bouquet.tagging.Annotation;
import io.bouquet.tagging.Layers;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A summary of a document for lists. It is stored beside the text, so that lists read neither texts nor layers.
 *
 * @param id         id of the document
 * @param language   ISO 639-1 code, or the empty string if it is unknown
 * @param excerpt    the first {@value #EXCERPT} characters of the text, and an ellipsis if the text is longer
 * @param characters length of the text in code points
 * @param layers     number of annotations by layer
 * @param entities   number of entities by label: the {@value #MAX_LABELS} most frequent labels, the most frequent first
 * @param created    time of storing
 */
public record DocumentSummary(
        String id,
        String language,
        String excerpt,
        int characters,
        Map<String, Integer> layers,
        Map<String, Integer> entities,
        Instant created) {
    /** The longest excerpt, in code points. */
    public static final int EXCERPT = 160;

    /** Number of labels whose entities are counted. */
    public static final int MAX_LABELS = 20;

    public DocumentSummary {
        layers = Collections.unmodifiableMap(new LinkedHashMap<>(layers));
        entities = Collections.unmodifiableMap(new LinkedHashMap<>(entities));
    }

    /** Creates the summary of a document. */
    public static DocumentSummary of(Document document) {
        String text = document.text();
        int characters = text.codePointCount(0, text.length());
        String excerpt = characters <= EXCERPT ? text : text.substring(0, text.offsetByCodePoints(0, EXCERPT)) + "…";
        Map<String, Integer> layers = new LinkedHashMap<>();
        document.layers().asMap().forEach((name, annotations) -> layers.put(name, annotations.size()));
        return new DocumentSummary(
                document.id(),
                document.language(),
                excerpt,
                characters,
                layers,
                entities(document.layers()),
                document.created());
    }

    private static Map<String, Integer> entities(Layers layers) {
        Map<String, Integer> counts = layers.get(Layers.ENTITIES).stream()
                .collect(Collectors.toMap(Annotation::label, entity -> 1, Integer::sum));
        Map<String, Integer> first = new LinkedHashMap<>();
        counts.entrySet().stream()
                .sorted(Map.Entry.<String, Integer>comparingByValue()
                        .reversed()
                        .thenComparing(Map.Entry.comparingByKey()))
                .limit(MAX_LABELS)
                .forEach(count -> first.put(count.getKey(), count.getValue()));
        return first;
    }
}

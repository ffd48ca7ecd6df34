package io.bouquet.documents.jpa;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bouquet.common.json.BundleJson;
import io.bouquet.tagging.Annotation;
import io.bouquet.tagging.Layers;
import io.bouquet.tagging.Span;
import io.bouquet.tagging.Vector;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Converts layers and tagger versions to JSON in the database. Old JSON must remain readable. Thread-safe. */
final class LayersJson {
    private static final TypeReference<LinkedHashMap<String, List<Row>>> LAYERS = new TypeReference<>() {};
    private static final TypeReference<TreeMap<String, String>> TAGGERS = new TypeReference<>() {};

    private static final TypeReference<Counts> COUNTS = new TypeReference<>() {};

    private final ObjectMapper json = BundleJson.mapper().build();

    /** An annotation; score, attributes and vector are null if it has none. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Row(
            int begin,
            int end,
            String label,
            @Nullable Double score,
            @Nullable Map<String, String> attributes,
            @Nullable List<Float> vector) {
        static Row of(Annotation annotation) {
            return new Row(
                    annotation.span().begin(),
                    annotation.span().end(),
                    annotation.label(),
                    annotation.hasScore() ? annotation.score() : null,
                    annotation.attributes().isEmpty() ? null : annotation.attributes(),
                    annotation.vector().isEmpty() ? null : annotation.vector().toList());
        }

        Annotation annotation() {
            return new Annotation(
                    new Span(begin, end),
                    label,
                    score == null ? Double.NaN : score,
                    attributes == null ? Map.of() : attributes,
                    vector == null ? Vector.NONE : ofNumbers(vector));
        }
    }

    private static Vector ofNumbers(List<Float> numbers) {
        float[] array = new float[numbers.size()];
        for (int i = 0; i < array.length; i++) {
            array[i] = numbers.get(i);
        }
        return Vector.of(array);
    }

    String write(Layers layers) {
        Map<String, List<Row>> rows = new LinkedHashMap<>();
        layers.asMap()
                .forEach((name, layer) ->
                        rows.put(name, layer.stream().map(Row::of).toList()));
        return writeValue(rows);
    }

    /** The number of annotations of a document by layer, and of its entities by label. */
    record Counts(Map<String, Integer> layers, Map<String, Integer> entities) {}

    String write(Counts counts) {
        return writeValue(counts);
    }

    Counts readCounts(String stored) {
        return readValue(stored, COUNTS);
    }

    String write(SortedMap<String, String> taggers) {
        return writeValue(taggers);
    }

    Layers readLayers(String stored) {
        Layers layers = Layers.none();
        for (Map.Entry<String, List<Row>> layer : readValue(stored, LAYERS).entrySet()) {
            layers = layers.with(
                    layer.getKey(),
                    layer.getValue().stream().map(Row::annotation).toList());
        }
        return layers;
    }

    SortedMap<String, String> readTaggers(String stored) {
        return readValue(stored, TAGGERS);
    }

    private String writeValue(Object value) {
        try {
            return json.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("annotations cannot be written as JSON", e);
        }
    }

    private <T> T readValue(String stored, TypeReference<T> type) {
        try {
            return json.readValue(stored, type);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(
                    "the database holds annotations that cannot be read: " + e.getOriginalMessage(), e);
        }
    }
}

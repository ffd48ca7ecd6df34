package io.bouquet.tagging.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.bouquet.tagging.Annotation;
import io.bouquet.tagging.Layers;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * An annotation in a REST response.
 *
 * @param begin  offset in the unit of the response
 * @param score  0..1, rounded to four digits; missing if the tagger gives none
 * @param vector missing if the tagger gives none
 */
public record WireAnnotation(
        int begin,
        int end,
        String text,
        String label,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Double score,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) Map<String, String> attributes,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Float> vector) {

    static Map<String, List<WireAnnotation>> layers(String text, OffsetUnit offsets, Layers layers) {
        IntUnaryOperator converted = offsets.from16(text);
        Map<String, List<WireAnnotation>> wire = new LinkedHashMap<>();
        layers.asMap().forEach((name, annotations) -> {
            List<WireAnnotation> list = new ArrayList<>(annotations.size());
            annotations.forEach(annotation -> list.add(of(text, annotation, converted)));
            wire.put(name, list);
        });
        return wire;
    }

    private static WireAnnotation of(String text, Annotation annotation, IntUnaryOperator offsets) {
        int begin = annotation.span().begin();
        int end = annotation.span().end();
        // half a surrogate pair has no UTF-8 form, so a span that splits a pair is extended
        if (isWithinPair(text, begin)) {
            begin--;
        }
        if (isWithinPair(text, end)) {
            end++;
        }
        return new WireAnnotation(
                offsets.applyAsInt(begin),
                offsets.applyAsInt(end),
                text.substring(begin, end),
                annotation.label(),
                annotation.hasScore() ? Math.round(annotation.score() * 10_000) / 10_000.0 : null,
                annotation.attributes(),
                annotation.vector().toList());
    }

    private static boolean isWithinPair(String text, int offset) {
        return 0 < offset
                && offset < text.length()
                && Character.isSurrogatePair(text.charAt(offset - 1), text.charAt(offset));
    }
}

package io.bouquet.tagging.rest;

import io.bouquet.tagging.AnnotationResult;
import io.bouquet.tagging.LayerError;
import io.bouquet.tagging.Layers;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The annotations of a text in a REST response.
 *
 * @param language ISO 639-1 code; null if it is unknown
 * @param offsets  a wire name of {@link OffsetUnit}
 * @param errors   layers that could not be made
 */
public record AnnotateAnswer(
        @Nullable String language,
        String offsets,
        Map<String, List<WireAnnotation>> layers,
        List<MissingLayer> errors,
        GenerationStamp generation) {

    public static AnnotateAnswer of(String text, OffsetUnit offsets, AnnotationResult result) {
        return new AnnotateAnswer(
                language(result.language()),
                offsets.wireName(),
                layers(text, offsets, result.layers()),
                result.errors().stream().map(MissingLayer::of).toList(),
                new GenerationStamp(result.generation(), result.taggers()));
    }

    /** Returns a language for JSON: null instead of the empty string. */
    public static @Nullable String language(String language) {
        return language.isEmpty() ? null : language;
    }

    public static Map<String, List<WireAnnotation>> layers(String text, OffsetUnit offsets, Layers layers) {
        return WireAnnotation.layers(text, offsets, layers);
    }

    /** A layer that could not be made. */
    public record MissingLayer(String layer, String tagger, String type, String msg) {
        static MissingLayer of(LayerError error) {
            return new MissingLayer(
                    error.layer(), error.tagger(), error.type().name().toLowerCase(Locale.ROOT), error.message());
        }
    }

    /**
     * The generation that produced the result.
     *
     * @param taggers version of each tagger that ran, by name
     */
    public record GenerationStamp(long id, Map<String, String> taggers) {}
}

package io.bouquet.tagging.rest;

import io.bouquet.tagging.AnnotationResult;
import io.bouquet.tagging.LayerError;
import io.bouquet.tagging.Layers;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The annotations of a text, as they go over the wire.
 *
 * @param language ISO 639-1 code; null where no tagger could tell
 * @param offsets  a wire name of {@link OffsetUnit}
 * @param errors   the layers that could not be made
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

    /** A language as it goes over the wire: null, not the empty string, where it is unknown. */
    public static @Nullable String language(String language) {
        return language.isEmpty() ? null : language;
    }

    public static Map<String, List<WireAnnotation>> layers(String text, OffsetUnit offsets, Layers layers) {
        return WireAnnotation.layers(text, offsets, layers);
    }

    /** A layer that could not be made, while the others were. */
    public record MissingLayer(String layer, String tagger, String type, String msg) {
        static MissingLayer of(LayerError error) {
            return new MissingLayer(
                    error.layer(), error.tagger(), error.type().name().toLowerCase(Locale.ROOT), error.message());
        }
    }

    /**
     * What answered.
     *
     * @param taggers version by name of each tagger that took part
     */
    public record GenerationStamp(long id, Map<String, String> taggers) {}
}

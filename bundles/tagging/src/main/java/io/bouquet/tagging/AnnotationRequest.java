package io.bouquet.tagging;

import java.util.List;

/**
 * What a caller asks for.
 *
 * @param layers   names of the layers wanted; empty for all that the language has
 * @param language ISO 639-1 code, or the empty string to have it detected
 */
public record AnnotationRequest(String text, List<String> layers, String language) {
    public AnnotationRequest {
        layers = List.copyOf(layers);
    }

    public AnnotationRequest(String text) {
        this(text, List.of(), "");
    }
}

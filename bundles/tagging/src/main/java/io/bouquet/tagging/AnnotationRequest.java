package io.bouquet.tagging;

import java.util.List;

/**
 * A request to annotate a text.
 *
 * @param layers   names of the requested layers; empty for all layers of the language
 * @param language ISO 639-1 code, or the empty string to have it detected
 * @param key      key for canaries: requests with the same key are answered by the same version; the empty string to
 *                 use the text
 */
public record AnnotationRequest(String text, List<String> layers, String language, String key) {
    public AnnotationRequest {
        layers = List.copyOf(layers);
    }

    public AnnotationRequest(String text, List<String> layers, String language) {
        this(text, layers, language, "");
    }

    public AnnotationRequest(String text) {
        this(text, List.of(), "");
    }
}

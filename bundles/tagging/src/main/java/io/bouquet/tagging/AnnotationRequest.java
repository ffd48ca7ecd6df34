package io.bouquet.tagging;

import java.util.List;

/**
 * What a caller asks for.
 *
 * @param layers   names of the layers wanted; empty for all that the language has
 * @param language ISO 639-1 code, or the empty string to have it detected
 * @param key      what a canary goes by: requests with one key are answered by one version; empty for the text itself
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

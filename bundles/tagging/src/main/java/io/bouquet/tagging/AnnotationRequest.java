package io.bouquet.tagging;

import java.time.Duration;
import java.util.List;

/**
 * A request to annotate a text.
 *
 * @param layers    names of the requested layers; empty for the usual layers of the language: all but
 *                  those of taggers that work on request only
 * @param language  ISO 639-1 code, or the empty string to have it detected
 * @param key       key for canaries: requests with the same key are answered by the same version; the empty string to
 *                  use the text
 * @param timeLimit time that the caller allows, including waiting; zero for none. The broker's own limit always applies
 */
public record AnnotationRequest(String text, List<String> layers, String language, String key, Duration timeLimit) {
    public AnnotationRequest {
        layers = List.copyOf(layers);
        if (timeLimit.isNegative()) {
            throw new IllegalArgumentException("the time limit " + timeLimit + " is negative");
        }
    }

    public AnnotationRequest(String text, List<String> layers, String language, String key) {
        this(text, layers, language, key, Duration.ZERO);
    }

    public AnnotationRequest(String text, List<String> layers, String language) {
        this(text, layers, language, "");
    }

    public AnnotationRequest(String text) {
        this(text, List.of(), "");
    }

    /** Returns the same request with a time limit; zero for none of its own. */
    public AnnotationRequest withTimeLimit(Duration limit) {
        return new AnnotationRequest(text, layers, language, key, limit);
    }

    public boolean hasTimeLimit() {
        return !timeLimit.isZero();
    }
}

package io.bouquet.tagging.rest;

import com.fasterxml.jackson.databind.JsonNode;
import io.bouquet.tagging.AnnotationResult;
import java.time.Duration;
import org.osgi.annotation.versioning.ProviderType;

/** Checks annotation requests in JSON and annotates their texts. Thread-safe. */
@ProviderType
public interface TextAnnotator {
    /**
     * Annotates a text.
     *
     * @param body an object with {@code text} and optionally {@code layers}, {@code language}, {@code offsets} and
     *             {@code key}; a tree instead of a record, so that all errors are reported together
     * @param timeLimit as in {@link io.bouquet.tagging.AnnotationRequest}
     * @throws io.bouquet.web.ProblemException 413 if the text is too long, 422 with all errors in the request, 503 if
     *     the platform is overloaded or no tagger serves, 504 if the time limit passed before a layer was made
     */
    Annotated annotate(JsonNode body, Duration timeLimit);

    /** A text with its annotations, and the requested unit of offsets. */
    record Annotated(String text, OffsetUnit offsets, AnnotationResult result) {
        public AnnotateAnswer toAnswer() {
            return AnnotateAnswer.of(text, offsets, result);
        }
    }
}

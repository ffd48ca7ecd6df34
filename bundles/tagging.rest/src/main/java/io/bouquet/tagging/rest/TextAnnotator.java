package io.bouquet.tagging.rest;

import com.fasterxml.jackson.databind.JsonNode;
import io.bouquet.tagging.AnnotationResult;
import org.osgi.annotation.versioning.ProviderType;

/** Checks what comes over the wire and has it annotated. Thread-safe. */
@ProviderType
public interface TextAnnotator {
    /**
     * Annotates a text.
     *
     * @param body an object with {@code text} and, if wanted, {@code layers}, {@code language}, {@code offsets}
     *     and {@code key}; a tree and no record, so that all that does not fit is found at once
     * @throws io.bouquet.web.ProblemException 413 where the text is too long, 422 with all that does not fit, 503 where
     *     there is too much to do or nothing to do it with
     */
    Annotated annotate(JsonNode body);

    /** A text with its annotations, and the unit in which its offsets are wanted. */
    record Annotated(String text, OffsetUnit offsets, AnnotationResult result) {
        public AnnotateAnswer toAnswer() {
            return AnnotateAnswer.of(text, offsets, result);
        }
    }
}

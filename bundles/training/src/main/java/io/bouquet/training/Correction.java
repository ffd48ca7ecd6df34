package io.bouquet.training;

import io.bouquet.tagging.Annotation;
import java.time.Instant;
import java.util.List;

/**
 * A right answer that a person gave in place of a tagger's.
 *
 * @param id          identifies it; ids sort by time
 * @param language    ISO 639-1 code, or the empty string
 * @param annotations all right annotations of the layer
 * @param account     name of the account
 */
public record Correction(
        String id,
        String text,
        String language,
        String layer,
        List<Annotation> annotations,
        String account,
        Instant at) {
    public Correction {
        annotations = List.copyOf(annotations);
    }
}

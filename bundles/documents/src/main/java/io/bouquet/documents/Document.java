package io.bouquet.documents;

import io.bouquet.tagging.Layers;
import java.time.Instant;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A text that is kept, with its annotations.
 *
 * @param id         given by the store; safe in a URL
 * @param language   ISO 639-1 code, or the empty string where it is unknown
 * @param generation number of the generation that annotated the text
 * @param taggers    version by name of each tagger that took part
 * @param created    when it was stored
 */
public record Document(
        String id,
        String text,
        String language,
        Layers layers,
        long generation,
        SortedMap<String, String> taggers,
        Instant created) {
    public Document {
        taggers = Collections.unmodifiableSortedMap(new TreeMap<>(taggers));
    }
}

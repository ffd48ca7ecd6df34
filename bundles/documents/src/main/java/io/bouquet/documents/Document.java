package io.bouquet.documents;

import io.bouquet.tagging.Layers;
import java.time.Instant;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A stored text with its annotations.
 *
 * @param id         assigned by the store; safe in a URL
 * @param language   ISO 639-1 code, or the empty string if it is unknown
 * @param generation number of the generation that annotated the text
 * @param taggers    names and versions of the taggers that took part
 * @param created    time of storing
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

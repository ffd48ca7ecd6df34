package io.bouquet.training;

import io.bouquet.tagging.Annotation;
import java.util.List;
import java.util.SortedMap;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Keeps right answers that people gave in place of a tagger's, as data for the next training. When a method returns, its
 * change is on the disk. Thread-safe.
 */
@ProviderType
public interface Corrections {
    /** Longest text, in UTF-16 units. */
    int MAX_TEXT = 100_000;

    /**
     * Adds a correction. It replaces one of the same text and layer.
     *
     * @param annotations all right annotations of the layer
     * @throws IllegalArgumentException if the text or the annotations are invalid; the message is for the user
     */
    Correction add(String text, String language, String layer, List<Annotation> annotations, String account);

    /** Returns the corrections of a layer, the newest first. */
    List<Correction> list(String layer);

    /** Returns how many corrections each layer has. */
    SortedMap<String, Integer> layers();

    /** Removes a correction. Returns false if there is none with this id. */
    boolean remove(String id);

    /** Returns the corrections of a layer as JSON lines, the oldest first. */
    byte[] export(String layer);
}

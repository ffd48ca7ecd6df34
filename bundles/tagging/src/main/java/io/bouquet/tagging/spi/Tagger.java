package io.bouquet.tagging.spi;

import io.bouquet.tagging.AnnotatedText;
import io.bouquet.tagging.Layers;
import java.util.List;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Adds layers of annotations to texts. Register a tagger as an OSGi service with {@link TaggerService}, or create it
 * with {@code new} outside of the platform.
 *
 * <p>Many threads call a tagger at the same time; it must not keep state between calls. If a request exceeds its time
 * limit, its thread is interrupted.
 */
@ConsumerType
public interface Tagger {
    /**
     * Reads the resources of the tagger, such as a model. It runs once, before the first {@link #tag}, on a background
     * thread, within a time limit that the operator sets.
     *
     * @throws Exception if the tagger cannot serve; operators see the message
     */
    default void load() throws Exception {}

    /**
     * Prepares the tagger for its first request. It runs once, after {@link #load()} and before the gold samples are
     * checked.
     */
    default void warmUp() throws Exception {}

    /**
     * Returns the layers that this tagger adds to {@code text}: all layers that it declares to produce, and no others.
     * The text has the layers that the tagger declares to require.
     */
    Layers tag(AnnotatedText text);

    /**
     * Tags several texts and returns the results in the same order. Override it if the model is faster with batches.
     */
    default List<Layers> tagAll(List<AnnotatedText> texts) {
        return texts.stream().map(this::tag).toList();
    }
}

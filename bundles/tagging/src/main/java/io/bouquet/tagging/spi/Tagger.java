package io.bouquet.tagging.spi;

import io.bouquet.tagging.AnnotatedText;
import io.bouquet.tagging.Layers;
import java.util.List;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Adds layers of annotations to texts. Register it as an OSGi service with {@link TaggerService}, or run it with
 * {@code new} wherever there are texts.
 *
 * <p>Called by many threads at once; must not keep state between calls. When the request's time is up the thread is
 * interrupted.
 */
@ConsumerType
public interface Tagger {
    /**
     * Reads what the tagger needs, such as a model. Called once, before all else, by one thread that nobody waits for;
     * takes what time it needs within the limit that the operator sets.
     *
     * @throws Exception where it cannot serve; the message is shown to operators
     */
    default void load() throws Exception {}

    /** Runs once after {@link #load()}, before the tagger serves. Its gold samples are annotated after it anyway. */
    default void warmUp() throws Exception {}

    /**
     * Returns the layers that this tagger adds to {@code text}: all that it declares to produce, and no others. The
     * layers that it declares to require are there.
     */
    Layers tag(AnnotatedText text);

    /** The same for many texts, in their order; override where the model gains from batches. */
    default List<Layers> tagAll(List<AnnotatedText> texts) {
        return texts.stream().map(this::tag).toList();
    }
}

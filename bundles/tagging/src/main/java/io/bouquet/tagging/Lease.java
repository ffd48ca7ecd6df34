package io.bouquet.tagging;

import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/** One generation, held: what it answers is answered by it, whatever is deployed meanwhile. Thread-safe. */
@ProviderType
public interface Lease extends AutoCloseable {
    /** Number of the generation. */
    long generation();

    /** The same as {@link Broker#annotate}, by this generation. */
    AnnotationResult annotate(AnnotationRequest request);

    /** What this generation can make, as {@link Broker#pipelines} says of the current one. */
    List<Pipeline> pipelines();

    /** Lets go of the generation. The second time does nothing. */
    @Override
    void close();
}

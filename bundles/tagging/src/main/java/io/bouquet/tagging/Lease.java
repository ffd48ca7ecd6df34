package io.bouquet.tagging;

import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/** A hold on one generation: it answers all texts of this lease, even if another one is published meanwhile. Thread-safe. */
@ProviderType
public interface Lease extends AutoCloseable {
    /** Number of the generation. */
    long generation();

    /** Annotates one text as {@link Broker#annotate} does, by this generation. */
    AnnotationResult annotate(AnnotationRequest request);

    /**
     * Starts to annotate a text and returns at once. Submit some texts before you await the first result, and they are
     * annotated side by side; each one counts in the queue of texts until then.
     *
     * @throws UnknownLayerException    if no tagger of the language produces a requested layer
     * @throws UnknownLanguageException if no tagger has the requested language
     * @throws OverloadedException      if the queue of texts is full
     * @throws AwaitedTaggerException   if a required tagger is being replaced and did not come back in time
     */
    PendingResult submit(AnnotationRequest request);

    /** Returns the pipelines of this generation, as {@link Broker#pipelines} does for the current one. */
    List<Pipeline> pipelines();

    /** Releases the generation and cancels texts without a result. A second call does nothing. */
    @Override
    void close();
}

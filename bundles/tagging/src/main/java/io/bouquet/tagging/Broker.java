package io.bouquet.tagging;

import java.time.Duration;
import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Plans and runs the taggers that produce the requested layers. Thread-safe.
 *
 * <p>If a tagger fails, only its own layers are missing, and {@link AnnotationResult#errors()} says why.
 */
@ProviderType
public interface Broker {
    /**
     * Annotates one text.
     *
     * @throws UnknownLayerException    if no tagger of the language produces a requested layer
     * @throws UnknownLanguageException if no tagger has the requested language
     * @throws OverloadedException      if the queue of texts is full
     * @throws AwaitedTaggerException   if a required tagger is being replaced and did not come back in time
     * @throws TimeLimitException       if the time limit of the request passed before a requested layer was made
     */
    AnnotationResult annotate(AnnotationRequest request);

    /**
     * Holds the current generation, so that it answers several texts. A swap does not end until the lease is closed, so
     * close it soon.
     *
     * @param layers the layers that the caller will request; an empty list means all
     * @throws AwaitedTaggerException if a tagger of these layers is being replaced and did not come back in time
     */
    default Lease lease(List<String> layers) {
        return lease(layers, Duration.ZERO);
    }

    /**
     * The same for a caller that can wait for a tagger for a limited time.
     *
     * @param timeLimit zero for as long as the broker waits
     */
    Lease lease(List<String> layers, Duration timeLimit);

    /**
     * Holds back the taggers of a new version of a bundle: they load and pass their gold samples beside the older version,
     * and serve as soon as the hold is closed. Taggers that replace nothing are not held back.
     *
     * @param bundle symbolic name
     */
    PublicationHold holdBack(String bundle);

    /** Returns the installed taggers by name, and versions of one name from the newest to the oldest. */
    List<TaggerInfo> taggers();

    /** Returns one pipeline for each language, by language. */
    List<Pipeline> pipelines();

    /** Returns the number of the current generation. It grows by one with each change of taggers. */
    long generation();
}

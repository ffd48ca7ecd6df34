package io.bouquet.tagging;

import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Plans and runs the taggers that make the layers that a caller asks for. Thread-safe.
 *
 * <p>A tagger that fails costs only its own layers: they come back in {@link AnnotationResult#errors()}.
 */
@ProviderType
public interface Broker {
    /**
     * Annotates one text.
     *
     * @throws UnknownLayerException    where no tagger of the language produces a layer that was asked for
     * @throws UnknownLanguageException where the language asked for is not one that any tagger has
     * @throws OverloadedException      where as many texts wait as may
     * @throws AwaitedTaggerException   where a tagger that is needed is being replaced and did not come back in time
     */
    AnnotationResult annotate(AnnotationRequest request);

    /**
     * The generation that serves now, for several texts that are to be answered by one. It holds back a swap's end
     * until it is closed, so close it soon.
     *
     * @param layers that will be asked for; none for all
     * @throws AwaitedTaggerException where a tagger of these is being replaced and did not come back in time
     */
    Lease lease(List<String> layers);

    /** The taggers that are installed, by name and then by version, newest first. */
    List<TaggerInfo> taggers();

    /** One pipeline for each language, by language. */
    List<Pipeline> pipelines();

    /** Number of the generation that answers now. It grows by one with each change of taggers. */
    long generation();
}

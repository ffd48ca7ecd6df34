package io.bouquet.tagging;

import java.util.Collection;
import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Decides which tagger answers a layer if taggers of several names produce it for one language. The order is:
 *
 * <ol>
 *   <li>taggers that an operator allowed to take over, the one allowed last first,
 *   <li>taggers of the platform,
 *   <li>taggers of plugins, in the order in which their bundles were first installed; an uninstalled bundle loses its
 *       place.
 * </ol>
 *
 * Among equals, a tagger that names the language comes before one that supports any language, then the higher service
 * ranking, then the newer version. The order is stored in Config Admin, so it survives a restart. {@link Policies}
 * choose among versions of one name. Thread-safe.
 */
@ProviderType
public interface TakeOvers {
    /**
     * Returns the current owners of these layers, by language and layer. A new tagger of another name does not replace
     * an owner unless it may take over. A new tagger of the same name is another version of the owner, even from
     * another bundle.
     *
     * @param languages ISO 639-1 codes; empty for all languages
     */
    List<LayerOwner> owners(Collection<String> layers, Collection<String> languages);

    /** Returns the names of the taggers that may take over, the one allowed last first. */
    List<String> allowed();

    /**
     * Lets taggers answer all layers that they produce, from the next request on. A tagger that is not installed yet
     * takes over as soon as it is ready.
     */
    void allow(Collection<String> taggers);

    /** Ends the take-over. The previous owners answer again. */
    void end(Collection<String> taggers);
}

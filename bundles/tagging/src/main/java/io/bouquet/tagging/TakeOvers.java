package io.bouquet.tagging;

import java.util.Collection;
import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Decides which tagger answers a layer that taggers of several names produce for one language. In this order:
 *
 * <ol>
 *   <li>taggers that an operator allowed to take over, the one allowed last first,
 *   <li>taggers of the platform,
 *   <li>taggers of plugins, in the order in which their bundles first came; a bundle that is uninstalled loses its place.
 * </ol>
 *
 * Among equals a tagger that names the language is preferred to one that takes any, then the higher service ranking, then
 * the newer version. The order is kept in Config Admin, so a restart changes nothing. Versions of one name are the
 * business of {@link Policies}. Thread-safe.
 */
@ProviderType
public interface TakeOvers {
    /**
     * Who answers these layers now, by language and layer. A tagger of another name that is installed for them stands by
     * unless it may take over; one of the same name is another version of the owner, even from another bundle.
     *
     * @param languages empty for any
     */
    List<LayerOwner> owners(Collection<String> layers, Collection<String> languages);

    /** Names of the taggers that may take over, the one allowed last first. */
    List<String> allowed();

    /**
     * Lets taggers answer all layers that they produce, from the next request on. They need not be installed yet: allow
     * them before they are, and they take over in the moment in which they are ready.
     */
    void allow(Collection<String> taggers);

    /** Takes that back; whoever answered before answers again. */
    void end(Collection<String> taggers);
}

package io.bouquet.tagging;

import java.util.List;

/**
 * A tagger as the current generation sees it.
 *
 * @param version   of the bundle that the tagger comes from
 * @param requires  names of the layers that it reads
 * @param produces  names of the layers that it adds
 * @param languages ISO 639-1 codes; empty where the tagger takes any language
 * @param model     name and size of the model behind it, or the empty string where it has none
 * @param bundle    symbolic name of the bundle that the tagger comes from
 * @param state     whether requests reach it
 * @param reason    why it does not serve; the empty string where it does
 */
public record TaggerInfo(
        String name,
        String version,
        List<String> requires,
        List<String> produces,
        List<String> languages,
        String model,
        String bundle,
        long bundleId,
        State state,
        String reason) {
    /** Whether requests reach a tagger. */
    public enum State {
        SERVING,
        /** Another tagger of the same name is preferred. */
        STANDBY,
        /** A layer that it requires is produced by no tagger, or by itself through others. */
        WAITING
    }
}

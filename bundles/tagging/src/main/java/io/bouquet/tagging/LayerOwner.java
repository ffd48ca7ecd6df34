package io.bouquet.tagging;

/**
 * The tagger that answers a layer of texts in one language.
 *
 * @param language ISO 639-1 code, or the empty string for all languages that no tagger names
 * @param tagger   name of the tagger
 * @param bundle   symbolic name of the tagger's bundle
 */
public record LayerOwner(String layer, String language, String tagger, String bundle) {
    /** Describes the layer: {@code entities (en)}. */
    public String what() {
        return layer + (language.isEmpty() ? "" : " (" + language + ")");
    }
}

package io.bouquet.tagging;

/**
 * The tagger that answers a layer of texts in one language.
 *
 * @param language ISO 639-1 code, or the empty string for texts in a language that no tagger names
 * @param tagger   its name
 * @param bundle   symbolic name of the bundle that it comes from
 */
public record LayerOwner(String layer, String language, String tagger, String bundle) {
    /** In words: {@code entities (en)}. */
    public String what() {
        return layer + (language.isEmpty() ? "" : " (" + language + ")");
    }
}

package io.bouquet.tagging;

import java.util.List;

/**
 * The taggers that run if all layers of a language are requested, also those that are made on request only.
 *
 * @param language ISO 639-1 code, or the empty string for the taggers that take any language
 * @param taggers  names in execution order: each tagger comes after those that it requires
 * @param layers   names of all layers that they produce
 */
public record Pipeline(String language, List<String> taggers, List<String> layers) {}

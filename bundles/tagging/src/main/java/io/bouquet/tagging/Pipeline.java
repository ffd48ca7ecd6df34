package io.bouquet.tagging;

import java.util.List;

/**
 * The taggers that run when all layers of a language are asked for.
 *
 * @param language ISO 639-1 code, or the empty string for the taggers that take any language
 * @param taggers  names, in an order in which each comes after those it requires
 * @param layers   names of the layers that they produce together
 */
public record Pipeline(String language, List<String> taggers, List<String> layers) {}

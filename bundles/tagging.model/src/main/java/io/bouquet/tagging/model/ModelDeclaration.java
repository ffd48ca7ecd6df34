package io.bouquet.tagging.model;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * The declaration of a model in the header of its bundle.
 *
 * @param path       path of the model inside the bundle
 * @param engine     name of the {@link ModelEngine}
 * @param kind       what the model does, such as {@code sentiment}
 * @param name       name of its tagger
 * @param languages  ISO 639-1 codes; empty for any language
 * @param layers     layers that its tagger adds; empty to leave them to the engine
 * @param attributes all other attributes, by name
 */
public record ModelDeclaration(
        String path,
        String engine,
        String kind,
        String name,
        List<String> languages,
        List<String> layers,
        Map<String, String> attributes) {
    /** The attributes that models of all engines have. */
    private static final List<String> COMMON = List.of("kind", "language", "name", "layers", "engine");

    public ModelDeclaration {
        languages = List.copyOf(languages);
        layers = List.copyOf(layers);
        attributes = Map.copyOf(attributes);
    }

    /** Returns the declared layers, or these if none are declared. */
    public List<String> layersOr(String... usual) {
        return layers.isEmpty() ? List.of(usual) : layers;
    }

    /**
     * Refuses attributes with other names.
     *
     * @param known the names of the attributes that the engine has beside the common ones
     * @throws IllegalArgumentException if there is another attribute; the message lists those that there are
     */
    public void requireKnown(Collection<String> known) {
        for (String attribute : new TreeSet<>(attributes.keySet())) {
            if (!known.contains(attribute)) {
                TreeSet<String> all = new TreeSet<>(COMMON);
                all.addAll(known);
                throw new IllegalArgumentException("the model '" + path + "' has an attribute '" + attribute
                        + "'; there are: " + String.join(", ", all));
            }
        }
    }

    /**
     * Refuses a declaration without a language.
     *
     * @throws IllegalArgumentException if no language is declared
     */
    public void requireLanguage() {
        if (languages.isEmpty()) {
            throw new IllegalArgumentException(
                    "the model '" + path + "' does not say for which language it is: add language=<ISO 639-1 code>");
        }
    }

    /**
     * Returns the only declared layer, or the usual one.
     *
     * @param usual the layer if none is declared; the empty string if there is no usual one
     * @throws IllegalArgumentException if several layers are declared, or none and there is no usual one
     */
    public String layerOr(String usual) {
        if (layers.size() > 1) {
            throw new IllegalArgumentException(
                    "the model '" + path + "' declares the layers " + layers + "; it makes one: add layers=<name>");
        }
        if (layers.isEmpty() && usual.isEmpty()) {
            throw new IllegalArgumentException(
                    "the model '" + path + "' does not say which layer it makes: add layers=<name>");
        }
        return layers.isEmpty() ? usual : layers.get(0);
    }
}

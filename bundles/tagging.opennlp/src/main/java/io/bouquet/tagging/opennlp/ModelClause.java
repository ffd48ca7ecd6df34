package io.bouquet.tagging.opennlp;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The declaration of a model in the header of its bundle.
 *
 * @param path      path of the model inside the bundle
 * @param name      name of its tagger
 * @param languages ISO 639-1 codes; empty for any language
 * @param layer     layer that its tagger adds
 */
record ModelClause(String path, ModelKind kind, String name, List<String> languages, String layer) {
    static final String HEADER = "Bouquet-Model";

    private static final String OURS = "opennlp";
    private static final Set<String> KNOWN = Set.of("kind", "language", "name", "layers", "engine");
    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9._-]*");
    private static final Pattern LANGUAGE = Pattern.compile("[a-z]{2,3}");

    /**
     * Reads the declaration in {@code clause}; empty if the model is for another engine.
     *
     * @throws IllegalArgumentException if the declaration is invalid; the message is for the author
     */
    static Optional<ModelClause> of(HeaderClause clause) {
        Map<String, String> attributes = clause.attributes();
        if (!attributes.getOrDefault("engine", OURS).equals(OURS)) {
            return Optional.empty();
        }
        for (String attribute : attributes.keySet()) {
            if (!KNOWN.contains(attribute)) {
                throw new IllegalArgumentException("the model '" + clause.path() + "' has an attribute '" + attribute
                        + "'; there are: " + String.join(", ", new TreeSet<>(KNOWN)));
            }
        }
        ModelKind kind = kind(clause);
        List<String> languages = languages(clause, kind);
        String name = attributes.getOrDefault("name", String.join("-", concat(kind.id(), languages)));
        String layer = attributes.getOrDefault("layers", kind == ModelKind.CATEGORIES ? "" : kind.id());
        if (layer.isEmpty()) {
            throw new IllegalArgumentException("the model '" + clause.path()
                    + "' does not say which layer its categories are for: add layers=<name>");
        }
        requireMatch(NAME, "name", name, clause.path());
        requireMatch(NAME, "layers", layer, clause.path());
        return Optional.of(new ModelClause(clause.path(), kind, name, languages, layer));
    }

    private static ModelKind kind(HeaderClause clause) {
        String kind = clause.attributes().get("kind");
        if (kind == null) {
            throw new IllegalArgumentException(
                    "the model '" + clause.path() + "' has no kind: add kind=<one of " + ModelKind.ids() + ">");
        }
        return ModelKind.of(kind)
                .orElseThrow(() -> new IllegalArgumentException("the model '" + clause.path() + "' has the kind '"
                        + kind + "'; there are: " + ModelKind.ids()));
    }

    private static List<String> languages(HeaderClause clause, ModelKind kind) {
        String languages = clause.attributes().getOrDefault("language", "");
        if (languages.isEmpty()) {
            if (!kind.takesAnyLanguage()) {
                throw new IllegalArgumentException("the model '" + clause.path()
                        + "' does not say for which language it is: add language=<ISO 639-1 code>");
            }
            return List.of();
        }
        List<String> codes =
                Stream.of(languages.split(",", -1)).map(String::strip).toList();
        codes.forEach(code -> requireMatch(LANGUAGE, "language", code, clause.path()));
        return codes;
    }

    private static List<String> concat(String first, List<String> rest) {
        return Stream.concat(Stream.of(first), rest.stream()).toList();
    }

    private static void requireMatch(Pattern pattern, String attribute, String value, String path) {
        if (!pattern.matcher(value).matches()) {
            throw new IllegalArgumentException(
                    "the " + attribute + " '" + value + "' of the model '" + path + "' does not match " + pattern);
        }
    }
}

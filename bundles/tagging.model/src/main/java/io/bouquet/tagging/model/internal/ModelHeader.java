package io.bouquet.tagging.model.internal;

import io.bouquet.tagging.model.ModelDeclaration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The declarations in the {@link #NAME} header of a bundle.
 *
 * @param faults errors in the header, for its author; each affects one model, or all models if the syntax is invalid
 */
record ModelHeader(List<ModelDeclaration> models, List<String> faults) {
    static final String NAME = "Bouquet-Model";

    private static final String DEFAULT_ENGINE = "opennlp";
    private static final Pattern WORD = Pattern.compile("[a-z0-9][a-z0-9._-]*");
    private static final Pattern LANGUAGE = Pattern.compile("[a-z]{2,3}");

    ModelHeader {
        models = List.copyOf(models);
        faults = List.copyOf(faults);
    }

    static ModelHeader of(String header) {
        List<ModelDeclaration> models = new ArrayList<>();
        List<String> faults = new ArrayList<>();
        try {
            Set<String> names = new HashSet<>();
            for (HeaderClause clause : HeaderClause.parse(header)) {
                read(clause, names, models, faults);
            }
        } catch (IllegalArgumentException wrong) {
            faults.add(wrong.getMessage());
        }
        return new ModelHeader(models, faults);
    }

    private static void read(
            HeaderClause clause, Set<String> names, List<ModelDeclaration> models, List<String> faults) {
        try {
            ModelDeclaration model = declaration(clause);
            if (names.add(model.name())) {
                models.add(model);
            } else {
                faults.add("the name '" + model.name() + "' of the model '" + clause.path()
                        + "' is taken by another of this bundle: add name=<another name>");
            }
        } catch (IllegalArgumentException wrong) {
            faults.add(wrong.getMessage());
        }
    }

    private static ModelDeclaration declaration(HeaderClause clause) {
        Map<String, String> rest = new HashMap<>(clause.attributes());
        String engine = taken(rest, "engine", DEFAULT_ENGINE);
        String kind = taken(rest, "kind", "");
        List<String> languages = words(rest, "language", LANGUAGE, clause.path());
        List<String> layers = words(rest, "layers", WORD, clause.path());
        String usualName = String.join(
                "-", Stream.concat(Stream.of(kind), languages.stream()).toList());
        String name = taken(rest, "name", usualName);
        if (!kind.isEmpty()) { // without one, the engine says which kinds there are
            requireMatch(WORD, "name", name, clause.path());
        }
        return new ModelDeclaration(clause.path(), engine, kind, name, languages, layers, rest);
    }

    private static String taken(Map<String, String> attributes, String name, String usual) {
        String value = attributes.remove(name);
        return value == null ? usual : value;
    }

    private static List<String> words(Map<String, String> attributes, String name, Pattern pattern, String path) {
        String value = taken(attributes, name, "");
        if (value.isEmpty()) {
            return List.of();
        }
        List<String> words =
                Stream.of(value.split(",", -1)).map(String::strip).distinct().toList();
        words.forEach(word -> requireMatch(pattern, name, word, path));
        return words;
    }

    private static void requireMatch(Pattern pattern, String attribute, String value, String path) {
        if (!pattern.matcher(value).matches()) {
            throw new IllegalArgumentException(
                    "the " + attribute + " '" + value + "' of the model '" + path + "' does not match " + pattern);
        }
    }
}

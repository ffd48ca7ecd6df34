package io.bouquet.plugin.scaffold;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** What a new plugin contributes. */
public enum Kind {
    SERVICE("Service", "a REST service", List.of("src/main/java/@path@/@Class@.java")),
    TAGGER(
            "Tagger",
            "a tagger, with gold samples",
            List.of("src/main/java/@path@/@Class@.java", "src/main/resources/samples.json")),
    MODEL(
            "Model",
            "a model that the build trains from labelled lines, without code",
            List.of("src/main/data/categories.tsv", "src/main/resources/samples.json")),
    ENTITIES(
            "",
            "entities with a table, and a REST service for them",
            List.of(
                    "src/main/java/@path@/@Class@.java",
                    "src/main/java/@path@/@Class@Resource.java",
                    "src/main/resources/db/changelog.sql")),
    PAGE(
            "Page",
            "a page of the console",
            List.of("src/main/java/@path@/@Class@.java", "src/main/resources/@path@/page.mustache")),
    COMMAND("Command", "a command of the shell", List.of("src/main/java/@path@/@Class@.java"));

    private final String suffix;
    private final String description;
    private final List<String> files;

    Kind(String suffix, String description, List<String> files) {
        this.suffix = suffix;
        this.description = description;
        this.files = files;
    }

    /**
     * Returns the kind with this name, in lower case.
     *
     * @throws InvalidProjectException if there is none
     */
    public static Kind of(String name) {
        return Arrays.stream(values())
                .filter(kind -> kind.word().equals(name))
                .findFirst()
                .orElseThrow(() -> new InvalidProjectException(
                        InvalidProjectException.Field.KIND,
                        "there is no kind '" + name + "'; there are: "
                                + Arrays.stream(values()).map(Kind::word).collect(Collectors.joining(", "))));
    }

    /** Name of the kind in commands. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    public String description() {
        return description;
    }

    /** What the names of its classes end with; the empty string if with nothing. */
    String suffix() {
        return suffix;
    }

    /** Paths of its own files, with placeholders, besides the pom and the tests. */
    List<String> files() {
        return files;
    }
}

package io.bouquet.tagging.engine;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Constants;
import org.osgi.framework.Version;

/** The declaration of a tagger: its service properties, and its bundle. */
record Declaration(
        String name,
        String version,
        int ranking,
        List<String> requires,
        List<String> produces,
        List<String> languages,
        boolean onRequest,
        String model,
        String bundle,
        long bundleId) {
    Declaration {
        if (name.isBlank()) {
            throw new IllegalArgumentException("the service property 'tagger.name' is missing");
        }
        if (produces.isEmpty()) {
            throw new IllegalArgumentException("the service property 'tagger.produces' of '" + name + "' is missing");
        }
    }

    /**
     * Reads the properties of a tagger's service.
     *
     * @throws IllegalArgumentException if the name or the produced layers are missing
     */
    static Declaration of(Map<String, ?> properties, Version bundleVersion, String bundle, long bundleId) {
        String version = text(properties.get("tagger.version"));
        return new Declaration(
                text(properties.get("tagger.name")),
                version.isBlank() ? bundleVersion.toString() : version,
                properties.get(Constants.SERVICE_RANKING) instanceof Integer ranking ? ranking : 0,
                list(properties.get("tagger.requires")),
                list(properties.get("tagger.produces")),
                list(properties.get("tagger.languages")),
                Boolean.parseBoolean(text(properties.get("tagger.onRequest"))),
                text(properties.get("tagger.model")),
                bundle,
                bundleId);
    }

    Declaration ranking(int other) {
        return new Declaration(name, version, other, requires, produces, languages, onRequest, model, bundle, bundleId);
    }

    boolean speaks(String language) {
        return languages.isEmpty() || languages.contains(language);
    }

    private static String text(@Nullable Object value) {
        return value == null ? "" : value.toString().trim();
    }

    /** Returns the values of a property. DS registers arrays; other code may register a collection or a single text. */
    private static List<String> list(@Nullable Object value) {
        LinkedHashSet<String> names = new LinkedHashSet<>();
        if (value instanceof Object[] several) {
            for (Object one : several) {
                names.add(text(one));
            }
        } else if (value instanceof Iterable<?> several) {
            several.forEach(one -> names.add(text(one)));
        } else {
            names.add(text(value));
        }
        names.remove("");
        return List.copyOf(names);
    }
}

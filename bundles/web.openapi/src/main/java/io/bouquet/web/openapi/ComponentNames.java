package io.bouquet.web.openapi;

import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bouquet.web.openapi.Schemas.Mode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.FrameworkUtil;

/**
 * Gives the schemas of types their names. A name depends only on the types of the document, not on their order: the simple
 * name of the class if no other type has it, or else a longer name for each of the types that share it.
 */
final class ComponentNames {
    private static final String PATH = "#/components/schemas/";
    private static final String INPUT = "Input";

    private record Key(JavaType type, Mode mode) {}

    /** A place that has to contain the path of a component. */
    private record Reference(Key key, Consumer<String> place) {}

    private final Map<Key, ObjectNode> components = new LinkedHashMap<>();
    private final List<Reference> references = new ArrayList<>();

    /** Returns a new, empty component; null if there is one for this type already. */
    @Nullable
    ObjectNode add(JavaType type, Mode mode) {
        Key key = new Key(type, mode);
        if (components.containsKey(key)) {
            return null;
        }
        ObjectNode component = JsonNodeFactory.instance.objectNode();
        components.put(key, component);
        return component;
    }

    void refer(JavaType type, Mode mode, Consumer<String> place) {
        references.add(new Reference(new Key(type, mode), place));
    }

    /**
     * Names all components. A type that is read and written has two names only if its schemas differ, for example in what is
     * required.
     */
    SortedMap<String, ObjectNode> resolve(Set<String> reserved) {
        Map<JavaType, String> names = names(reserved);
        Set<JavaType> split = new HashSet<>();
        do {
            references.forEach(reference -> reference.place().accept(PATH + name(reference.key(), names, split)));
        } while (split.addAll(differing(split)));
        SortedMap<String, ObjectNode> named = new TreeMap<>();
        components.forEach((key, component) -> named.put(name(key, names, split), component));
        return named;
    }

    private List<JavaType> differing(Set<JavaType> split) {
        return components.keySet().stream()
                .filter(key -> key.mode() == Mode.INPUT && !split.contains(key.type()))
                .filter(key -> {
                    ObjectNode output = components.get(new Key(key.type(), Mode.OUTPUT));
                    return output != null && !output.equals(components.get(key));
                })
                .map(Key::type)
                .toList();
    }

    private static String name(Key key, Map<JavaType, String> names, Set<JavaType> split) {
        String name = names.getOrDefault(key.type(), "");
        return key.mode() == Mode.INPUT && split.contains(key.type()) ? name + INPUT : name;
    }

    private Map<JavaType, String> names(Set<String> reserved) {
        Map<JavaType, Integer> levels = new HashMap<>();
        components.keySet().forEach(key -> levels.put(key.type(), 0));
        while (true) {
            Map<String, List<JavaType>> byName = levels.keySet().stream()
                    .collect(Collectors.groupingBy(type -> name(type, levels.getOrDefault(type, 0))));
            Set<String> taken = new HashSet<>(reserved);
            byName.keySet().forEach(name -> taken.add(name + INPUT));
            List<JavaType> clashing = byName.entrySet().stream()
                    .filter(entry -> entry.getValue().size() > 1 || taken.contains(entry.getKey()))
                    .flatMap(entry -> entry.getValue().stream())
                    .filter(type -> levels.getOrDefault(type, 0) < 3)
                    .toList();
            if (clashing.isEmpty()) {
                return numbered(byName);
            }
            clashing.forEach(type -> levels.merge(type, 1, Integer::sum));
        }
    }

    /** Two versions of a bundle can contain the same class. */
    private static Map<JavaType, String> numbered(Map<String, List<JavaType>> byName) {
        Map<JavaType, String> names = new HashMap<>();
        byName.forEach((name, types) -> {
            List<JavaType> sorted = new ArrayList<>(types);
            sorted.sort(Comparator.comparing(JavaType::toCanonical));
            for (int i = 0; i < sorted.size(); i++) {
                names.put(sorted.get(i), i == 0 ? name : name + "_" + (i + 1));
            }
        });
        return names;
    }

    private static String name(JavaType type, int level) {
        StringBuilder name = new StringBuilder(name(type.getRawClass(), level));
        for (int i = 0; i < type.containedTypeCount(); i++) {
            name.append(i == 0 ? "Of" : "And").append(name(type.containedType(i), level > 1 ? level : 0));
        }
        if (type.isArrayType()) {
            return name(type.getContentType(), level) + "Array";
        }
        return name.toString();
    }

    private static String name(Class<?> type, int level) {
        Note swagger = Notes.of(type).swagger("media.Schema");
        String simple = swagger == null || swagger.text("name").isEmpty()
                ? type.getSimpleName()
                : swagger.text("name").replaceAll("[^A-Za-z0-9._-]", "_");
        if (level == 0 || type.getClassLoader() == null) {
            return simple;
        }
        Class<?> outer = type.getEnclosingClass();
        String nested = outer == null ? simple : outer.getSimpleName() + simple;
        return switch (level) {
            case 1 -> nested;
            case 2 -> bundle(type) + "." + nested;
            default -> type.getName().replace('$', '.');
        };
    }

    private static String bundle(Class<?> type) {
        Bundle bundle = FrameworkUtil.getBundle(type);
        return bundle == null ? type.getPackageName() : bundle.getSymbolicName();
    }
}

package io.bouquet.deploy.engine;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The declarations in the files of a bundle, read without loading a class.
 *
 * @param components its Declarative Services components
 * @param types      classes with a known annotation or supertype, by name
 * @param newest     class file with the latest class format; its name is empty if there is no class
 * @param uses       API packages that its classes use and the platform lacks, such as {@code jakarta.ws.rs}
 * @param listed     classes that {@code META-INF/persistence.xml} lists; empty if there is no such file
 * @param scopes     scopes that tokens need for its resources and sockets
 */
record Declared(
        List<Component> components,
        Map<String, Type> types,
        ClassVersion newest,
        Set<String> uses,
        Set<String> listed,
        Set<String> scopes) {
    static final Declared NOTHING =
            new Declared(List.of(), Map.of(), new ClassVersion("", 0), Set.of(), Set.of(), Set.of());

    /**
     * A Declarative Services component.
     *
     * @param provides   interfaces of its service
     * @param references interfaces of the services that it uses
     * @param properties properties, each with its values as written
     */
    record Component(String type, Set<String> provides, Set<String> references, Map<String, List<String>> properties) {
        List<String> property(String name) {
            return properties.getOrDefault(name, List.of());
        }

        boolean is(String property) {
            return property(property).contains("true");
        }
    }

    /**
     * A class.
     *
     * @param concrete whether the class is neither abstract nor an interface
     * @param path     value of {@code @Path}; the empty string if the class has none
     * @param command  {@code scope:name} of a shell command; the empty string if the class is no command
     * @param methods  methods that answer requests
     */
    record Type(
            String name,
            boolean concrete,
            Set<String> annotations,
            Set<String> supertypes,
            String path,
            String command,
            List<Answer> methods) {
        boolean has(String annotation) {
            return annotations.contains(annotation);
        }
    }

    /** A method that answers requests: {@code GET} and its path, relative to the path of its class. */
    record Answer(String method, String path) {}

    /** A class file and the major version of its format: 61 for Java 17. */
    record ClassVersion(String file, int major) {
        int java() {
            return major - 44;
        }
    }

    /** Returns the components that are implemented by a class. */
    List<Component> of(Type type) {
        return components.stream()
                .filter(component -> component.type().equals(type.name()))
                .toList();
    }
}

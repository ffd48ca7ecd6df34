package io.bouquet.deploy.engine;

import io.bouquet.deploy.Finding;
import io.bouquet.deploy.engine.Declared.Type;
import io.bouquet.tagging.NearNames;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Finds classes and headers that have no effect because an annotation or header is missing or misspelled. */
final class Hints {
    private static final String OURS = "Bouquet-";
    private static final Set<String> HEADERS =
            new TreeSet<>(Set.of("Bouquet-Model", "Bouquet-Samples", "Bouquet-Migrations"));
    private static final String RESOURCE = "osgi.jaxrs.resource";
    private static final int MOST_EDITS = 3;

    private static final Map<String, String> JAVAX = Map.of(
            "ws.rs", "org.apache.aries.spec:org.apache.aries.javax.jax.rs-api",
            "persistence", "org.apache.aries.jpa.javax.persistence:javax.persistence_2.1",
            "validation", "jakarta.validation:jakarta.validation-api:2.0.2",
            "annotation", "jakarta.annotation:jakarta.annotation-api:1.3.5");

    private Hints() {}

    /** @param headers main attributes of the bundle's manifest */
    static List<Finding> of(Map<String, String> headers, Declared declared) {
        List<Finding> hints = new ArrayList<>();
        headers(headers, hints);
        boolean registersItself = headers.containsKey("Bundle-Activator")
                || declared.components().stream().anyMatch(component -> !component
                        .property("osgi.jaxrs.application.base")
                        .isEmpty());
        for (Type type : declared.types().values()) {
            if (type.concrete()) {
                type(type, headers, declared, registersItself, hints);
            }
        }
        return hints;
    }

    private static void headers(Map<String, String> headers, List<Finding> hints) {
        for (String header : new TreeSet<>(headers.keySet())) {
            if (HEADERS.contains(header) || header.equals(EmbeddedLibraries.HEADER) || !isOurs(header)) {
                continue;
            }
            String near = HEADERS.stream()
                    .filter(one -> NearNames.distance(one.toLowerCase(Locale.ROOT), header.toLowerCase(Locale.ROOT))
                            <= MOST_EDITS)
                    .findFirst()
                    .map(one -> "Did you mean " + one + "? Correct it in bnd.bnd")
                    .orElse("Correct it in bnd.bnd; there are: " + String.join(", ", HEADERS));
            hints.add(new Finding("unknown-header", "its header " + header + " means nothing here", near, header));
        }
    }

    private static boolean isOurs(String header) {
        String lower = header.toLowerCase(Locale.ROOT);
        return lower.startsWith(OURS.toLowerCase(Locale.ROOT))
                || HEADERS.stream()
                        .anyMatch(one -> NearNames.distance(one.toLowerCase(Locale.ROOT), lower) <= MOST_EDITS);
    }

    /** Returns how to replace a package of Jakarta EE 9 or later by that of Java EE. */
    static String javax(String name) {
        String part = name.substring(name.indexOf('.') + 1);
        String artifact = JAVAX.entrySet().stream()
                .filter(one -> part.equals(one.getKey()) || part.startsWith(one.getKey() + "."))
                .map(one -> ", and take the dependency " + one.getValue() + " in pom.xml")
                .findFirst()
                .orElse(", and take a version of the dependency in pom.xml that has javax");
        return "Write 'import javax." + part + "' in place of 'import " + name + "' in the sources" + artifact;
    }

    private static void type(
            Type type, Map<String, String> headers, Declared declared, boolean registersItself, List<Finding> hints) {
        List<Declared.Component> components = declared.of(type);
        for (String annotation : List.of(DeclaredReader.JAKARTA_PATH, DeclaredReader.JAKARTA_ENTITY)) {
            if (type.has(annotation)) {
                String its = annotation.substring(0, annotation.lastIndexOf('.'));
                hints.add(new Finding(
                        "jakarta",
                        type.name() + " has @" + annotation.substring(its.length() + 1) + " of " + its
                                + ", which the platform does not know",
                        javax(its),
                        type.name()));
            }
        }
        if (type.has(DeclaredReader.PATH) && !registersItself) {
            if (components.isEmpty()) {
                hints.add(new Finding(
                        "unregistered-resource",
                        type.name() + " has @Path, and nobody registers it",
                        "Add @Component(service = " + simple(type) + ".class) and @JaxrsResource to the class",
                        type.name()));
            } else if (components.stream().noneMatch(component -> component.is(RESOURCE))) {
                hints.add(new Finding(
                        "unregistered-resource",
                        type.name() + " has @Path, and is no REST resource",
                        "Add @JaxrsResource to the class",
                        type.name()));
            }
        }
        entity(type, headers, declared, hints);
        if (!type.command().isEmpty() && !headers.containsKey("Karaf-Commands")) {
            hints.add(new Finding(
                    "unregistered-command",
                    type.name() + " has @Command, and the bundle has no header Karaf-Commands, so the shell does not"
                            + " know " + type.command(),
                    "Add the line 'Karaf-Commands: *' to bnd.bnd",
                    type.name()));
        }
        for (String supertype : type.supertypes()) {
            boolean provided = components.stream()
                    .anyMatch(component -> component.provides().contains(supertype));
            if (!provided && !registersItself) {
                boolean tagger = supertype.endsWith("Tagger");
                hints.add(new Finding(
                        tagger ? "unregistered-tagger" : "unregistered-page",
                        type.name() + " is a " + supertype + ", and nobody registers it",
                        "Add @Component and " + (tagger ? "@TaggerService" : "@ConsolePageService") + " to the class",
                        type.name()));
            }
        }
    }

    private static void entity(Type type, Map<String, String> headers, Declared declared, List<Finding> hints) {
        if (!type.has(DeclaredReader.ENTITY)) {
            return;
        }
        if (!headers.containsKey("Meta-Persistence")) {
            hints.add(new Finding(
                    "entity-without-unit",
                    type.name() + " has @Entity, and the bundle has no header Meta-Persistence, so no persistence unit"
                            + " is opened",
                    "Add the lines 'Meta-Persistence: META-INF/persistence.xml' and 'Bouquet-Migrations: ' with the"
                            + " path of the change log to bnd.bnd",
                    type.name()));
        } else if (!declared.listed().isEmpty() && !declared.listed().contains(type.name())) {
            hints.add(new Finding(
                    "entity-not-listed",
                    type.name() + " has @Entity, and META-INF/persistence.xml does not list it",
                    "Add <class>" + type.name() + "</class> to META-INF/persistence.xml",
                    type.name()));
        }
    }

    private static String simple(Type type) {
        return type.name().substring(type.name().lastIndexOf('.') + 1).replace('$', '.');
    }
}

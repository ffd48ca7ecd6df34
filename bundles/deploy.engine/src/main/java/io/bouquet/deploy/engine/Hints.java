package io.bouquet.deploy.engine;

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

    private Hints() {}

    /** @param headers main attributes of the bundle's manifest */
    static List<String> of(Map<String, String> headers, Declared declared) {
        List<String> hints = new ArrayList<>();
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

    private static void headers(Map<String, String> headers, List<String> hints) {
        for (String header : new TreeSet<>(headers.keySet())) {
            if (HEADERS.contains(header) || !isOurs(header)) {
                continue;
            }
            String near = HEADERS.stream()
                    .filter(one -> NearNames.distance(one.toLowerCase(Locale.ROOT), header.toLowerCase(Locale.ROOT))
                            <= MOST_EDITS)
                    .findFirst()
                    .map(one -> "; did you mean " + one + "?")
                    .orElse("; there are: " + String.join(", ", HEADERS));
            hints.add("its header " + header + " means nothing here" + near);
        }
    }

    private static boolean isOurs(String header) {
        String lower = header.toLowerCase(Locale.ROOT);
        return lower.startsWith(OURS.toLowerCase(Locale.ROOT))
                || HEADERS.stream()
                        .anyMatch(one -> NearNames.distance(one.toLowerCase(Locale.ROOT), lower) <= MOST_EDITS);
    }

    private static void type(
            Type type, Map<String, String> headers, Declared declared, boolean registersItself, List<String> hints) {
        List<Declared.Component> components = declared.of(type);
        if (type.has(DeclaredReader.JAKARTA_PATH)) {
            hints.add(type.name() + " has @Path of jakarta.ws.rs, which the platform does not know; use javax.ws.rs");
        }
        if (type.has(DeclaredReader.JAKARTA_ENTITY)) {
            hints.add(type.name()
                    + " has @Entity of jakarta.persistence, which the platform does not know; use javax.persistence");
        }
        if (type.has(DeclaredReader.PATH) && !registersItself) {
            if (components.isEmpty()) {
                hints.add(type.name() + " has @Path and nobody registers it: add @Component(service = " + simple(type)
                        + ".class) and @JaxrsResource");
            } else if (components.stream().noneMatch(component -> component.is(RESOURCE))) {
                hints.add(type.name() + " has @Path and is no REST resource: add @JaxrsResource");
            }
        }
        if (type.has(DeclaredReader.ENTITY) && !headers.containsKey("Meta-Persistence")) {
            hints.add(
                    type.name() + " has @Entity, and the bundle has no header Meta-Persistence: no persistence unit is"
                            + " opened. Add Meta-Persistence: META-INF/persistence.xml, and Bouquet-Migrations with the change"
                            + " log");
        }
        if (!type.command().isEmpty() && !headers.containsKey("Karaf-Commands")) {
            hints.add(
                    type.name() + " has @Command, and the bundle has no header Karaf-Commands: the shell does not know"
                            + " " + type.command() + ". Add Karaf-Commands: *");
        }
        for (String supertype : type.supertypes()) {
            boolean provided = components.stream()
                    .anyMatch(component -> component.provides().contains(supertype));
            if (!provided && !registersItself) {
                boolean tagger = supertype.endsWith("Tagger");
                hints.add(type.name() + " is a " + supertype + " and nobody registers it: add @Component and "
                        + (tagger ? "@TaggerService" : "@ConsolePageService"));
            }
        }
    }

    private static String simple(Type type) {
        return type.name().substring(type.name().lastIndexOf('.') + 1).replace('$', '.');
    }
}

package io.bouquet.web.openapi;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds the annotations of JAX-RS, which a class may inherit from its superclasses and interfaces. */
final class JaxRs {
    private static final String PACKAGE = "javax.ws.rs.";

    private JaxRs() {}

    /**
     * A method of a resource.
     *
     * @param declared the method that has the annotations: this one, or one that it overrides
     */
    record ResourceMethod(Method method, Method declared) {
        Notes notes() {
            return method.equals(declared) ? Notes.of(method) : Notes.of(method, declared);
        }
    }

    /** Returns the methods that answer requests or lead to sub-resources, always in the same order. */
    static List<ResourceMethod> methods(Class<?> type) {
        List<ResourceMethod> methods = new ArrayList<>();
        for (Method method : type.getMethods()) {
            if (!method.isBridge() && !Modifier.isStatic(method.getModifiers())) {
                Method declared = declared(type, method);
                if (declared != null) {
                    methods.add(new ResourceMethod(method, declared));
                }
            }
        }
        methods.sort(Comparator.comparing(one -> one.method().toGenericString()));
        return methods;
    }

    private static @Nullable Method declared(Class<?> type, Method method) {
        for (Class<?> one : types(type)) {
            for (Method candidate : one.getDeclaredMethods()) {
                if (candidate.getName().equals(method.getName())
                        && !candidate.isBridge()
                        && overrides(method, candidate)
                        && Notes.of(candidate).stream().anyMatch(note -> isPathOrVerb(note))) {
                    return candidate;
                }
            }
        }
        return null;
    }

    private static boolean overrides(Method method, Method general) {
        Class<?>[] special = method.getParameterTypes();
        Class<?>[] erased = general.getParameterTypes();
        if (special.length != erased.length) {
            return false;
        }
        boolean isSame = method.getDeclaringClass() == general.getDeclaringClass();
        for (int i = 0; i < special.length; i++) {
            if (isSame ? erased[i] != special[i] : !erased[i].isAssignableFrom(special[i])) {
                return false;
            }
        }
        return true;
    }

    private static boolean isPathOrVerb(Note note) {
        return note.type().equals(PACKAGE + "Path") || !verb(note).isEmpty();
    }

    /** Returns the HTTP method in lower case; the empty string for a method that leads to a sub-resource. */
    static String verb(Notes notes) {
        return notes.stream()
                .map(JaxRs::verb)
                .filter(verb -> !verb.isEmpty())
                .findFirst()
                .orElse("");
    }

    private static String verb(Note note) {
        Note verb = Notes.of(note.annotation().annotationType()).jaxrs("HttpMethod");
        return verb == null ? "" : verb.text("value").toLowerCase(Locale.ROOT);
    }

    /** Returns an annotation of a class, or else of the nearest superclass or interface that has it; null if none has it. */
    static @Nullable Note ofClass(Class<?> type, String annotation) {
        for (Class<?> one : types(type)) {
            Note note = Notes.of(one).find(annotation);
            if (note != null) {
                return note;
            }
        }
        return null;
    }

    static String path(@Nullable Note path) {
        return path == null ? "" : path.text("value");
    }

    /** Returns the media types of {@code Consumes} or {@code Produces} of a method, or else of its class. */
    static List<String> mediaTypes(Notes method, Class<?> type, String annotation) {
        Note note = method.jaxrs(annotation);
        Note found = note == null ? ofClass(type, PACKAGE + annotation) : note;
        return found == null
                ? List.of()
                : found.texts("value").stream()
                        .flatMap(some -> Arrays.stream(some.split(",")))
                        .map(some -> some.replaceAll(";.*", "").strip())
                        .filter(some -> !some.isEmpty())
                        .distinct()
                        .toList();
    }

    /** Returns a class, its superclasses and then all interfaces. */
    static List<Class<?>> types(Class<?> type) {
        Set<Class<?>> types = new LinkedHashSet<>();
        for (Class<?> at = type; at != null && at != Object.class; at = at.getSuperclass()) {
            types.add(at);
        }
        for (Class<?> one : List.copyOf(types)) {
            interfaces(one, types);
        }
        return List.copyOf(types);
    }

    private static void interfaces(Class<?> type, Set<Class<?>> found) {
        for (Class<?> one : type.getInterfaces()) {
            if (found.add(one)) {
                interfaces(one, found);
            }
        }
    }
}

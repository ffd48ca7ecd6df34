package io.bouquet.web.openapi;

import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * All annotations of one thing. The annotations of a record's component, for example, are on its field and its accessor. An
 * annotation may carry annotations of Swagger for several methods, as with Swagger's own reader.
 */
final class Notes {
    static final Notes NONE = new Notes(List.of());

    private static final String SWAGGER = "io.swagger.v3.oas.annotations.";

    private final List<Note> all;

    private Notes(List<Note> all) {
        this.all = all;
    }

    /** @param elements null elements count as elements without annotations */
    static Notes of(@Nullable AnnotatedElement... elements) {
        Set<Annotation> annotations = new LinkedHashSet<>();
        for (AnnotatedElement element : elements) {
            if (element != null) {
                for (Annotation annotation : element.getAnnotations()) {
                    annotations.add(annotation);
                    Stream.of(annotation.annotationType().getAnnotations())
                            .filter(carried ->
                                    carried.annotationType().getName().startsWith(SWAGGER))
                            .forEach(annotations::add);
                }
            }
        }
        return new Notes(annotations.stream().map(Note::new).toList());
    }

    Stream<Note> stream() {
        return all.stream();
    }

    Notes and(Notes others) {
        Set<Note> both = new LinkedHashSet<>(all);
        both.addAll(others.all);
        return new Notes(List.copyOf(both));
    }

    /** Returns an annotation by the full name of its type; null if there is none. */
    @Nullable
    Note find(String type) {
        return all.stream().filter(note -> note.type().equals(type)).findFirst().orElse(null);
    }

    boolean has(String type) {
        return find(type) != null;
    }

    /** Whether there is an annotation with one of the simple names, of any package. */
    boolean hasSimple(String... names) {
        return all.stream().anyMatch(note -> List.of(names).contains(note.simpleType()));
    }

    /** Returns an annotation of JAX-RS; null if there is none. */
    @Nullable
    Note jaxrs(String name) {
        return find("javax.ws.rs." + name);
    }

    /** Returns an annotation of Swagger; null if there is none. */
    @Nullable
    Note swagger(String name) {
        return find(SWAGGER + name);
    }

    /** Returns all annotations of a repeatable type of Swagger. */
    List<Note> repeated(String name, String container) {
        List<Note> found = new ArrayList<>();
        Note one = swagger(name);
        if (one != null) {
            found.add(one);
        }
        Note many = swagger(container);
        if (many != null) {
            found.addAll(many.notes("value"));
        }
        return found;
    }

    boolean isHidden() {
        Note schema = swagger("media.Schema");
        Note operation = swagger("Operation");
        Note parameter = swagger("Parameter");
        return swagger("Hidden") != null
                || schema != null && schema.flag("hidden")
                || operation != null && operation.flag("hidden")
                || parameter != null && parameter.flag("hidden");
    }

    boolean isDeprecated() {
        Note schema = swagger("media.Schema");
        Note operation = swagger("Operation");
        Note parameter = swagger("Parameter");
        return has(Deprecated.class.getName())
                || schema != null && schema.flag("deprecated")
                || operation != null && operation.flag("deprecated")
                || parameter != null && parameter.flag("deprecated");
    }
}

package io.bouquet.web.openapi;

import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An annotation, read by the names of its type and attributes. So this bundle needs none of the libraries that plugins use,
 * and a plugin's own copy of a library counts, too.
 */
record Note(Annotation annotation) {
    String type() {
        return annotation.annotationType().getName();
    }

    String simpleType() {
        return annotation.annotationType().getSimpleName();
    }

    /** Returns the value of an attribute; null if the annotation has no such attribute or it cannot be read. */
    @Nullable
    Object value(String attribute) {
        try {
            Method method = annotation.annotationType().getMethod(attribute);
            method.setAccessible(true);
            return method.invoke(annotation);
        } catch (ReflectiveOperationException | RuntimeException | LinkageError unreadable) {
            return null;
        }
    }

    String text(String attribute) {
        return value(attribute) instanceof String text ? text.strip() : "";
    }

    List<String> texts(String attribute) {
        Object value = value(attribute);
        return value instanceof String[] all ? List.of(all) : value instanceof String one ? List.of(one) : List.of();
    }

    boolean flag(String attribute) {
        return Boolean.TRUE.equals(value(attribute));
    }

    long number(String attribute, long otherwise) {
        return value(attribute) instanceof Number number ? number.longValue() : otherwise;
    }

    /** Returns the name of an enum constant; the empty string if there is none. */
    String constant(String attribute) {
        return value(attribute) instanceof Enum<?> constant ? constant.name() : "";
    }

    /** Returns a class; null if the attribute has its default, which is {@code Void} in annotations of Swagger. */
    @Nullable
    Class<?> type(String attribute) {
        return value(attribute) instanceof Class<?> type && type != Void.class && type != void.class ? type : null;
    }

    List<Class<?>> types(String attribute) {
        return value(attribute) instanceof Class<?>[] types ? List.of(types) : List.of();
    }

    @Nullable
    Note note(String attribute) {
        return value(attribute) instanceof Annotation inner ? new Note(inner) : null;
    }

    List<Note> notes(String attribute) {
        return value(attribute) instanceof Annotation[] inner
                ? Arrays.stream(inner).map(Note::new).toList()
                : List.of();
    }
}

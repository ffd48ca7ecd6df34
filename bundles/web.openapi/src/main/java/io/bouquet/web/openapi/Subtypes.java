package io.bouquet.web.openapi;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonTypeName;
import java.lang.annotation.Annotation;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads which subtypes a type has in JSON, and which property tells them apart. */
final class Subtypes {
    /** The platform writes and reads it in objects of sealed types without annotations. */
    private static final String UNION_PROPERTY = "type";

    private Subtypes() {}

    /** Returns the subtypes of a sealed type, or those that Jackson's annotations name; empty for all other types. */
    static List<Class<?>> of(Class<?> type) {
        List<Class<?>> found = new ArrayList<>();
        JsonSubTypes named = type.getAnnotation(JsonSubTypes.class);
        if (named != null) {
            for (JsonSubTypes.Type one : named.value()) {
                found.add(one.value());
            }
        } else if (isUnion(type)) {
            found.addAll(List.of(type.getPermittedSubclasses()));
        }
        return found;
    }

    private static boolean isUnion(Class<?> type) {
        return type.isSealed() && !type.isEnum() && Modifier.isAbstract(type.getModifiers());
    }

    /** Returns the property that names the type of an object; empty if there is none. */
    static String discriminator(Class<?> type) {
        JsonTypeInfo info = find(type, JsonTypeInfo.class);
        if (info == null && parents(type).stream().anyMatch(Subtypes::isUnion)) {
            return UNION_PROPERTY;
        }
        if (info == null
                || info.include() != JsonTypeInfo.As.PROPERTY && info.include() != JsonTypeInfo.As.EXISTING_PROPERTY) {
            return "";
        }
        return switch (info.use()) {
            case NAME, SIMPLE_NAME, CLASS, MINIMAL_CLASS ->
                info.property().isEmpty() ? info.use().getDefaultPropertyName() : info.property();
            default -> "";
        };
    }

    /** Returns what the discriminator has for a concrete type. */
    static String name(Class<?> type) {
        JsonTypeInfo info = find(type, JsonTypeInfo.class);
        if (info != null && (info.use() == JsonTypeInfo.Id.CLASS || info.use() == JsonTypeInfo.Id.MINIMAL_CLASS)) {
            return type.getName();
        }
        for (Class<?> parent : parents(type)) {
            JsonSubTypes named = parent.getAnnotation(JsonSubTypes.class);
            if (named != null) {
                for (JsonSubTypes.Type one : named.value()) {
                    if (one.value() == type && !one.name().isEmpty()) {
                        return one.name();
                    }
                }
            }
        }
        JsonTypeName own = type.getAnnotation(JsonTypeName.class);
        if (own != null && !own.value().isEmpty()) {
            return own.value();
        }
        return info != null && info.use() == JsonTypeInfo.Id.NAME
                ? type.getName().substring(type.getName().lastIndexOf('.') + 1)
                : type.getSimpleName();
    }

    /** Returns the concrete types below a type, by their names in the discriminator. */
    static Map<String, Class<?>> concrete(Class<?> type) {
        Map<String, Class<?>> found = new LinkedHashMap<>();
        for (Class<?> one : of(type)) {
            if (of(one).isEmpty()) {
                found.put(name(one), one);
            } else {
                found.putAll(concrete(one));
            }
        }
        return found;
    }

    private static <A extends Annotation> @Nullable A find(Class<?> type, Class<A> annotation) {
        for (Class<?> one : parents(type)) {
            A found = one.getAnnotation(annotation);
            if (found != null) {
                return found;
            }
        }
        return null;
    }

    /** Returns a class, its superclasses and all their interfaces. */
    private static List<Class<?>> parents(Class<?> type) {
        List<Class<?>> all = new ArrayList<>();
        for (Class<?> at = type; at != null; at = at.getSuperclass()) {
            add(at, all);
        }
        return all;
    }

    private static void add(Class<?> type, List<Class<?>> all) {
        if (!all.contains(type)) {
            all.add(type);
            for (Class<?> one : type.getInterfaces()) {
                add(one, all);
            }
        }
    }
}

package io.bouquet.web.internal;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.type.TypeFactory;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The components and the constructor of a record for {@link JsonBinder}, read once for each class. */
final class RecordShape {
    /** Shapes by class. The class itself holds its shape, so both are collected with a removed plugin. */
    private static final ClassValue<Optional<RecordShape>> KNOWN = new ClassValue<>() {
        @Override
        protected Optional<RecordShape> computeValue(Class<?> type) {
            return type.isRecord() && !type.isAnnotationPresent(JsonDeserialize.class)
                    ? Optional.of(new RecordShape(type))
                    : Optional.empty();
        }
    };

    /**
     * One component of a record.
     *
     * @param required whether the body must have it with a value other than null
     * @param type     null if it depends on the type parameters of the record
     */
    record Part(
            String name,
            boolean required,
            Type declared,
            @Nullable JavaType type) {
        JavaType type(TypeFactory types, JavaType record) {
            return type == null ? types.resolveMemberType(declared, record.getBindings()) : type;
        }
    }

    private final Constructor<?> constructor;
    private final List<Part> parts;
    private final Map<String, Part> byName = new LinkedHashMap<>();

    private RecordShape(Class<?> type) {
        RecordComponent[] components = type.getRecordComponents();
        // a shared type factory would retain the classes
        TypeFactory types = JsonBodies.newTypeFactory();
        boolean isGeneric = type.getTypeParameters().length > 0;
        parts = Arrays.stream(components)
                .map(component -> part(component, isGeneric ? null : types))
                .toList();
        parts.forEach(part -> byName.put(part.name(), part));
        try {
            constructor = type.getDeclaredConstructor(
                    Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new));
        } catch (NoSuchMethodException e) {
            throw new IllegalStateException("a record without its constructor: " + type.getName(), e);
        }
        // most wire records are private and nested in their resource
        constructor.setAccessible(true);
    }

    private static Part part(RecordComponent component, @Nullable TypeFactory types) {
        JsonProperty property = component.getAccessor().getAnnotation(JsonProperty.class);
        Type declared = component.getGenericType();
        return new Part(
                property == null || property.value().isEmpty() ? component.getName() : property.value(),
                component.getType().isPrimitive() || property != null && property.required(),
                declared,
                types == null ? null : types.constructType(declared));
    }

    /** Returns the shape of a record; null if {@link JsonBinder} leaves {@code type} to Jackson. */
    static @Nullable RecordShape of(Class<?> type) {
        return KNOWN.get(type).orElse(null);
    }

    /** Returns the components in the order of the constructor. */
    List<Part> parts() {
        return parts;
    }

    boolean has(String name) {
        return byName.containsKey(name);
    }

    /** Returns the names of all components for people. */
    String names() {
        return String.join(", ", byName.keySet());
    }

    /** @throws InvocationTargetException if the constructor of the record throws */
    Object create(Object[] values) throws InvocationTargetException {
        try {
            return constructor.newInstance(values);
        } catch (InstantiationException | IllegalAccessException e) {
            throw new IllegalStateException(
                    "cannot make a " + constructor.getDeclaringClass().getName(), e);
        }
    }
}

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

/** What {@link JsonBinder} has to know of a record, read once for each class. */
final class RecordShape {
    /** Kept by the class itself, so that a removed plugin takes its own with it. */
    private static final ClassValue<Optional<RecordShape>> KNOWN = new ClassValue<>() {
        @Override
        protected Optional<RecordShape> computeValue(Class<?> type) {
            return type.isRecord() && !type.isAnnotationPresent(JsonDeserialize.class)
                    ? Optional.of(new RecordShape(type))
                    : Optional.empty();
        }
    };

    /**
     * One component.
     *
     * @param required whether it must be there, and not null
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
        // the shared one would remember the classes
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
        // wire records nest in their resource, most of them private
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

    /** Null if {@code type} is not for {@link JsonBinder} to make. */
    static @Nullable RecordShape of(Class<?> type) {
        return KNOWN.get(type).orElse(null);
    }

    /** In the order of the constructor. */
    List<Part> parts() {
        return parts;
    }

    boolean has(String name) {
        return byName.containsKey(name);
    }

    /** The names of all components, for people. */
    String names() {
        return String.join(", ", byName.keySet());
    }

    /** @throws InvocationTargetException with what the record itself throws */
    Object create(Object[] values) throws InvocationTargetException {
        try {
            return constructor.newInstance(values);
        } catch (ReflectiveOperationException e) {
            if (e instanceof InvocationTargetException refused) {
                throw refused;
            }
            throw new IllegalStateException(
                    "cannot make a " + constructor.getDeclaringClass().getName(), e);
        }
    }
}

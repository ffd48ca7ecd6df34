package io.bouquet.web.binding.internal;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.bouquet.web.binding.Strict;
import java.lang.reflect.AnnotatedElement;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Compiles the plans of types. */
final class Plans {
    /**
     * The plans of classes without type parameters. The class itself holds its plan, so both are collected with a removed
     * plugin.
     */
    private static final ClassValue<Plan> OF_CLASSES = new ClassValue<>() {
        @Override
        protected Plan computeValue(Class<?> type) {
            JsonMapper json = JsonBodies.newMapper();
            return compileObject(json.constructType(type), json);
        }
    };

    private Plans() {}

    /** Returns the plan of a type, which the caller keeps; it must not keep it longer than the classes of the type. */
    static Plan of(JavaType type, boolean strict) {
        Class<?> raw = type.getRawClass();
        Plan scalar = Scalars.plan(raw, strict);
        if (scalar != null) {
            return scalar;
        }
        if (JsonNode.class.isAssignableFrom(raw)) {
            return TreePlan.of(raw);
        }
        Plan optional = OptionalPlan.of(type, strict, content -> of(content, strict));
        if (optional != null) {
            return optional;
        }
        Plan elements = ElementsPlan.of(type, content -> of(content, strict));
        if (elements != null) {
            return elements;
        }
        if (type.isMapLikeType()) {
            return MapPlan.of(type, strict);
        }
        if (raw.getName().startsWith("java.")) {
            return new JacksonPlan(type);
        }
        return type.hasGenericTypes() ? compileObject(type, JsonBodies.newMapper()) : OF_CLASSES.get(raw);
    }

    static boolean isStrict(AnnotatedElement... declared) {
        return Arrays.stream(declared).anyMatch(element -> element.isAnnotationPresent(Strict.class));
    }

    /** Compiles the plan of an enumeration, union, record or bean, and leaves all else to Jackson. */
    private static Plan compileObject(JavaType type, JsonMapper json) {
        Class<?> raw = type.getRawClass();
        if (raw.isAnnotationPresent(JsonDeserialize.class)) {
            return new JacksonPlan(type);
        }
        if (raw.isEnum()) {
            boolean isCreated = Arrays.stream(raw.getDeclaredMethods())
                    .anyMatch(method -> method.isAnnotationPresent(JsonCreator.class));
            return isCreated
                    ? new JacksonPlan(type)
                    : Scalars.plan(Enums.of(raw.getEnumConstants(), json), isStrict(raw));
        }
        return Optional.<Plan>ofNullable(UnionPlan.of(type, json))
                .or(() -> Optional.ofNullable(ObjectPlan.of(type, json)))
                .orElseGet(() -> new JacksonPlan(type));
    }

    /** Binds a whole body. */
    static @Nullable Object bindBody(Plan plan, JsonNode body, Attempt attempt) {
        if (body.isMissingNode()) {
            Object absent = plan.absent();
            if (absent == null) {
                attempt.refuse(new Misfit("missing", Map.of(), "{missing_body}"), Place.BODY);
            }
            return absent;
        }
        return plan.bind(body, Place.BODY, attempt);
    }
}

package io.bouquet.web.binding.internal;

import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * {@link Optional} and its kin.
 *
 * @param some makes one with a value
 */
record OptionalPlan(Plan content, Object absent, Function<Object, Object> some) implements Plan {
    private static final Map<Class<?>, Class<?>> PRIMITIVES =
            Map.of(OptionalInt.class, int.class, OptionalLong.class, long.class, OptionalDouble.class, double.class);

    /** @param contents compiles the type of the value; null if it cannot */
    static @Nullable Plan of(JavaType type, boolean strict, Function<JavaType, @Nullable Plan> contents) {
        Class<?> raw = type.getRawClass();
        if (raw == Optional.class) {
            JavaType content = type.isReferenceType() ? type.getReferencedType() : type.containedTypeOrUnknown(0);
            Plan plan = contents.apply(content);
            return plan == null ? null : new OptionalPlan(plan, Optional.empty(), Optional::of);
        }
        Class<?> primitive = PRIMITIVES.get(raw);
        Plan content = primitive == null ? null : Scalars.plan(primitive, strict);
        if (content == null) {
            return null;
        }
        if (raw == OptionalInt.class) {
            return new OptionalPlan(content, OptionalInt.empty(), value -> OptionalInt.of((Integer) value));
        }
        return raw == OptionalLong.class
                ? new OptionalPlan(content, OptionalLong.empty(), value -> OptionalLong.of((Long) value))
                : new OptionalPlan(content, OptionalDouble.empty(), value -> OptionalDouble.of((Double) value));
    }

    @Override
    public @Nullable Object bind(JsonNode node, Place at, Attempt attempt) {
        if (node.isNull() && !content.takesNull()) {
            return absent;
        }
        Object value = content.bind(node, at, attempt);
        return value == null ? absent : some.apply(value);
    }

    @Override
    public boolean takesNull() {
        return true;
    }

    @Override
    public Plan inner(Object step) {
        return content.inner(step);
    }

    @Override
    public @Nullable String nameOf(String property) {
        return content.nameOf(property);
    }

    @Override
    public int order(Object step) {
        return content.order(step);
    }
}

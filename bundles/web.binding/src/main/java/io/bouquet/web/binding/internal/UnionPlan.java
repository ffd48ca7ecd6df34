package io.bouquet.web.binding.internal;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.databind.DeserializationConfig;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.introspect.AnnotatedClass;
import com.fasterxml.jackson.databind.introspect.AnnotatedClassResolver;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.jsontype.NamedType;
import java.lang.reflect.Modifier;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Types of which a property of the JSON names one. */
final class UnionPlan implements Plan {
    private final String tag;
    private final Map<String, JavaType> types;
    private final String expected;

    private UnionPlan(String tag, Map<String, JavaType> types) {
        this.tag = tag;
        this.types = types;
        this.expected = String.join(", ", types.keySet());
    }

    /** Returns null if the type is no union, or of a kind that Jackson has to bind. */
    static @Nullable UnionPlan of(JavaType type, JsonMapper json) {
        Class<?> raw = type.getRawClass();
        if (!raw.isInterface() && !Modifier.isAbstract(raw.getModifiers())) {
            return null;
        }
        DeserializationConfig config = json.getDeserializationConfig();
        AnnotatedClass annotated = AnnotatedClassResolver.resolve(config, type, config);
        JsonTypeInfo.Value info = config.getAnnotationIntrospector().findPolymorphicTypeInfo(config, annotated);
        boolean isNamed = info != null
                && (info.getIdType() == JsonTypeInfo.Id.NAME || info.getIdType() == JsonTypeInfo.Id.SIMPLE_NAME)
                && (info.getInclusionType() == JsonTypeInfo.As.PROPERTY
                        || info.getInclusionType() == JsonTypeInfo.As.EXISTING_PROPERTY);
        if (!isNamed || info.getDefaultImpl() != null) {
            return null;
        }
        Map<String, JavaType> types = new LinkedHashMap<>();
        for (NamedType one : config.getSubtypeResolver().collectAndResolveSubtypesByTypeId(config, annotated)) {
            boolean isConcrete = one.getType() != raw
                    && !one.getType().isInterface()
                    && !Modifier.isAbstract(one.getType().getModifiers());
            if (isConcrete) {
                types.put(
                        one.hasName() ? one.getName() : one.getType().getSimpleName(),
                        json.constructType(one.getType()));
            }
        }
        String tag = info.getPropertyName();
        return types.isEmpty()
                ? null
                : new UnionPlan(tag == null || tag.isEmpty() ? info.getIdType().getDefaultPropertyName() : tag, types);
    }

    @Override
    public @Nullable Object bind(JsonNode node, Place at, Attempt attempt) {
        if (!node.isObject()) {
            return attempt.refuse(node, new Misfit("model_attributes_type"), at);
        }
        JsonNode name = node.path(tag);
        if (name.isMissingNode()) {
            attempt.refuse(new Misfit("union_tag_not_found", Map.of("discriminator", tag, "expected", expected)), at);
            return null;
        }
        JavaType type = name.isTextual() ? types.get(name.textValue()) : null;
        if (type == null) {
            Misfit misfit = new Misfit("union_tag_invalid", Map.of("discriminator", tag, "expected_tags", expected));
            return attempt.refuse(name, misfit, at.step(tag));
        }
        Plan plan = Plans.of(type, false);
        return plan instanceof ObjectPlan object ? object.bind(node, at, attempt, tag) : plan.bind(node, at, attempt);
    }

    @Override
    public Plan inner(Object step) {
        Plan plan = with(step);
        return plan == null ? this : plan.inner(step);
    }

    @Override
    public @Nullable String nameOf(String property) {
        Plan plan = with(property);
        return plan == null ? null : plan.nameOf(property);
    }

    /** Returns the first type that has a property. */
    private @Nullable Plan with(Object property) {
        for (JavaType type : types.values()) {
            Plan plan = Plans.of(type, false);
            if (property instanceof String name && plan.nameOf(name) != null) {
                return plan;
            }
        }
        return null;
    }

    @Override
    public int order(Object step) {
        return types.values().stream()
                .mapToInt(type -> Plans.of(type, false).order(step))
                .min()
                .orElse(Integer.MAX_VALUE);
    }
}

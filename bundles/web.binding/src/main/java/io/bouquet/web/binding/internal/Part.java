package io.bouquet.web.binding.internal;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.PropertyName;
import com.fasterxml.jackson.databind.introspect.AnnotatedMember;
import com.fasterxml.jackson.databind.introspect.BeanPropertyDefinition;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import javax.ws.rs.DefaultValue;
import org.jspecify.annotations.Nullable;

/** One component of a record, or property of a bean. */
final class Part {
    private final String property;
    private final List<String> names;
    private final boolean required;
    private final @Nullable JsonNode defaultValue;
    private final JavaType type;
    private final boolean strict;
    private final @Nullable AnnotatedMember mutator;

    private volatile @Nullable Plan plan;

    private Part(
            String property,
            List<String> names,
            boolean required,
            @Nullable JsonNode defaultValue,
            JavaType type,
            boolean strict,
            @Nullable AnnotatedMember mutator) {
        this.property = property;
        this.names = names;
        this.required = required;
        this.defaultValue = defaultValue;
        this.type = type;
        this.strict = strict;
        this.mutator = mutator;
    }

    /** @param known what Jackson says of the component; null if it ignores it */
    static Part of(
            JavaType record, RecordComponent component, @Nullable BeanPropertyDefinition known, JsonMapper json) {
        JsonProperty property = component.getAccessor().getAnnotation(JsonProperty.class);
        JavaType type = json.getTypeFactory().resolveMemberType(component.getGenericType(), record.getBindings());
        DefaultValue value = component.getAccessor().getAnnotation(DefaultValue.class);
        String text = value != null ? value.value() : property == null ? "" : property.defaultValue();
        boolean hasDefault = value != null || !text.isEmpty();
        JsonIgnore ignored = component.getAccessor().getAnnotation(JsonIgnore.class);
        boolean isHidden = ignored != null && ignored.value() || isReadOnly(property);
        List<String> names = known == null || isHidden ? List.of() : names(known);
        boolean isRequired = component.getType().isPrimitive() || property != null && property.required();
        return new Part(
                component.getName(),
                names,
                !names.isEmpty() && isRequired && !hasDefault,
                hasDefault ? defaultValue(text, type, json) : null,
                type,
                Plans.isStrict(component.getDeclaringRecord(), component.getAccessor()),
                null);
    }

    static Part of(Class<?> bean, BeanPropertyDefinition property, JsonMapper json) {
        AnnotatedMember mutator = property.getMutator();
        mutator.fixAccess(true);
        boolean isStrict = Plans.isStrict(bean) || isStrict(property.getField()) || isStrict(property.getSetter());
        String text = property.getMetadata().getDefaultValue();
        JavaType type = property.getPrimaryType();
        return new Part(
                property.getInternalName(),
                names(property),
                property.isRequired(),
                text == null || text.isEmpty() ? null : defaultValue(text, type, json),
                type,
                isStrict,
                mutator);
    }

    /** Whether callers get a property and cannot set it. */
    static boolean isReadOnly(@Nullable JsonProperty property) {
        return property != null && property.access() == JsonProperty.Access.READ_ONLY;
    }

    private static boolean isStrict(@Nullable AnnotatedMember member) {
        return member != null && Plans.isStrict((AnnotatedElement) member.getMember());
    }

    private static List<String> names(BeanPropertyDefinition property) {
        List<String> names = new ArrayList<>(List.of(property.getName()));
        property.findAliases().stream().map(PropertyName::getSimpleName).forEach(names::add);
        return names;
    }

    /** A default is JSON if the type needs it, such as a list, and else a text. */
    private static JsonNode defaultValue(String text, JavaType type, JsonMapper json) {
        if (!type.isContainerType()) {
            return TextNode.valueOf(text);
        }
        try {
            return json.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the default of a " + type.toCanonical() + " is not JSON: " + text, e);
        }
    }

    /** Returns the name in Java. */
    String property() {
        return property;
    }

    /** Returns the names in JSON, the first of them without the aliases; none if callers cannot set the property. */
    List<String> names() {
        return names;
    }

    String name() {
        return names.isEmpty() ? property : names.get(0);
    }

    boolean required() {
        return required;
    }

    /** Returns the default; null if there is none. */
    @Nullable
    JsonNode defaultValue() {
        return defaultValue;
    }

    JavaType type() {
        return type;
    }

    /** Returns what sets the property of a bean; null for a record. */
    @Nullable
    AnnotatedMember mutator() {
        return mutator;
    }

    /** Returns the plan, which is compiled when it is needed, since types may contain themselves. */
    Plan plan() {
        Plan known = plan;
        if (known == null) {
            known = Plans.of(type, strict);
            plan = known;
        }
        return known;
    }

    /** Returns the plan of the default, which is a text also if the type is strict. */
    Plan planOfDefault() {
        return strict ? Plans.of(type, false) : plan();
    }

    /** Returns the value in JSON; a missing node if there is none. */
    JsonNode valueIn(JsonNode object) {
        JsonNode value = MissingNode.getInstance();
        for (int i = 0; value.isMissingNode() && i < names.size(); i++) {
            value = object.path(names.get(i));
        }
        return value;
    }
}

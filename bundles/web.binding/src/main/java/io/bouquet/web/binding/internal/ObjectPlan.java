package io.bouquet.web.binding.internal;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.BeanDescription;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.introspect.AnnotatedMember;
import com.fasterxml.jackson.databind.introspect.BeanPropertyDefinition;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Records and beans: all errors of all components. A component may be missing, and is null then, unless it is primitive, has
 * {@code @JsonProperty(required = true)} or a default. A bean keeps what its constructor has set.
 */
final class ObjectPlan implements Plan {
    private final Constructor<?> constructor;
    private final List<Part> parts;
    private final Map<String, Integer> byName = new HashMap<>();
    private final Map<String, Part> byProperty = new HashMap<>();
    private final boolean ignoresUnknown;
    private final Set<String> ignored;
    private final String names;

    private ObjectPlan(Constructor<?> constructor, List<Part> parts, boolean ignoresUnknown, Set<String> ignored) {
        this.constructor = constructor;
        this.parts = parts;
        this.ignoresUnknown = ignoresUnknown;
        this.ignored = ignored;
        for (int i = 0; i < parts.size(); i++) {
            for (String name : parts.get(i).names()) {
                byName.put(name, i);
            }
            byProperty.put(parts.get(i).property(), parts.get(i));
        }
        this.names = String.join(
                ", ",
                parts.stream()
                        .filter(part -> !part.names().isEmpty())
                        .map(Part::name)
                        .toList());
        // most wire records are private and nested in their resource
        constructor.setAccessible(true);
    }

    /** Returns null if Jackson has to bind the type. */
    static @Nullable ObjectPlan of(JavaType type, JsonMapper json) {
        Class<?> raw = type.getRawClass();
        if (raw.isInterface() || raw.isPrimitive() || raw.isArray()) {
            return null;
        }
        BeanDescription description = json.getDeserializationConfig().introspect(type);
        JsonIgnoreProperties.Value ignorals =
                json.getDeserializationConfig().getDefaultPropertyIgnorals(raw, description.getClassInfo());
        boolean ignoresUnknown = ignorals != null && ignorals.getIgnoreUnknown();
        Set<String> ignored = new HashSet<>(ignorals == null ? Set.of() : ignorals.getIgnored());
        Map<String, BeanPropertyDefinition> known = new HashMap<>();
        for (BeanPropertyDefinition property : description.findProperties()) {
            known.put(property.getInternalName(), property);
        }
        for (BeanPropertyDefinition property :
                json.getSerializationConfig().introspect(type).findProperties()) {
            AnnotatedMember member = property.getPrimaryMember();
            if (member != null && Part.isReadOnly(member.getAnnotation(JsonProperty.class))) {
                // callers may send back what they got
                ignored.add(property.getName());
            }
        }
        try {
            if (raw.isRecord()) {
                RecordComponent[] components = raw.getRecordComponents();
                List<Part> parts = Arrays.stream(components)
                        .map(component -> Part.of(type, component, known.get(component.getName()), json))
                        .toList();
                Class<?>[] types =
                        Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
                return new ObjectPlan(raw.getDeclaredConstructor(types), parts, ignoresUnknown, ignored);
            }
            if (Modifier.isAbstract(raw.getModifiers())
                    || description.findDefaultConstructor() == null
                    || description.findAnySetterAccessor() != null
                    || !description.getFactoryMethods().isEmpty()
                    || known.values().stream().anyMatch(BeanPropertyDefinition::hasConstructorParameter)) {
                return null;
            }
            List<Part> parts = known.values().stream()
                    .filter(BeanPropertyDefinition::couldDeserialize)
                    .filter(property -> property.getMutator() != null)
                    .map(property -> Part.of(raw, property, json))
                    .toList();
            return parts.isEmpty()
                    ? null
                    : new ObjectPlan(
                            raw.getDeclaredConstructor(), inOrder(parts, description), ignoresUnknown, ignored);
        } catch (NoSuchMethodException e) {
            return null;
        }
    }

    private static List<Part> inOrder(List<Part> parts, BeanDescription description) {
        List<String> order = description.findProperties().stream()
                .map(BeanPropertyDefinition::getInternalName)
                .toList();
        List<Part> ordered = new ArrayList<>(parts);
        ordered.sort((a, b) -> Integer.compare(order.indexOf(a.property()), order.indexOf(b.property())));
        return ordered;
    }

    @Override
    public @Nullable Object bind(JsonNode node, Place at, Attempt attempt) {
        return bind(node, at, attempt, "");
    }

    /** @param tag name of a property that says which type of a union it is; the empty string if there is none */
    @Nullable
    Object bind(JsonNode node, Place at, Attempt attempt, String tag) {
        if (!node.isObject()) {
            return attempt.refuse(node, new Misfit("model_attributes_type"), at);
        }
        int before = attempt.failures().size();
        Object[] values = new Object[parts.size()];
        boolean[] present = new boolean[values.length];
        int unknown = node.size();
        for (int i = 0; i < values.length; i++) {
            Part part = parts.get(i);
            JsonNode value = part.valueIn(node);
            if (value.isMissingNode()) {
                values[i] = absent(part, at, attempt);
                present[i] = part.defaultValue() != null;
                continue;
            }
            unknown--;
            present[i] = true;
            Plan plan = part.plan();
            boolean isAbsent = value.isNull() && !part.required() && !plan.takesNull();
            values[i] = isAbsent ? plan.absent() : plan.bind(value, at.step(part.name()), attempt);
        }
        if (unknown > 0 && !ignoresUnknown) {
            refuseUnknown(node, at, attempt, tag);
        }
        return create(values, present, at, attempt, attempt.failures().size() > before);
    }

    private static @Nullable Object absent(Part part, Place at, Attempt attempt) {
        if (part.required()) {
            attempt.refuse(new Misfit("missing"), at.step(part.name()));
            return null;
        }
        JsonNode value = part.defaultValue();
        return value == null ? part.plan().absent() : part.planOfDefault().bind(value, at.step(part.name()), attempt);
    }

    private void refuseUnknown(JsonNode node, Place at, Attempt attempt, String tag) {
        for (Map.Entry<String, JsonNode> entry : node.properties()) {
            String name = entry.getKey();
            if (!byName.containsKey(name) && !ignored.contains(name) && !name.equals(tag)) {
                attempt.refuse(entry.getValue(), new Misfit("extra_forbidden", Map.of("known", names)), at.step(name));
            }
        }
    }

    /**
     * Makes the object. If components were refused, it is only made to find what else is wrong with it, and has null, 0 or
     * false in their place; then its constructor may fail.
     */
    private @Nullable Object create(Object[] values, boolean[] present, Place at, Attempt attempt, boolean isRefused) {
        try {
            return constructor.getDeclaringClass().isRecord() ? record(values) : bean(values, present);
        } catch (InvocationTargetException e) {
            if (isRefused) {
                return null;
            }
            if (e.getCause() instanceof IllegalArgumentException refused) {
                attempt.refuse(Misfit.of(refused), at);
                return null;
            }
            throw new IllegalStateException(
                    "cannot make a " + constructor.getDeclaringClass().getName(), e.getCause());
        }
    }

    private Object record(Object[] values) throws InvocationTargetException {
        Class<?>[] types = constructor.getParameterTypes();
        for (int i = 0; i < values.length; i++) {
            if (values[i] == null && types[i].isPrimitive()) {
                values[i] = Primitives.zero(types[i]);
            }
        }
        try {
            return constructor.newInstance(values);
        } catch (InstantiationException | IllegalAccessException e) {
            throw new IllegalStateException(
                    "cannot make a " + constructor.getDeclaringClass().getName(), e);
        }
    }

    private Object bean(Object[] values, boolean[] present) throws InvocationTargetException {
        Object bean = record(new Object[0]);
        for (int i = 0; i < values.length; i++) {
            AnnotatedMember mutator = parts.get(i).mutator();
            boolean isSet =
                    present[i] && (values[i] != null || !parts.get(i).type().isPrimitive());
            if (mutator != null && isSet) {
                try {
                    mutator.setValue(bean, values[i]);
                } catch (IllegalArgumentException e) {
                    throw e.getCause() instanceof InvocationTargetException thrown
                            ? thrown
                            : new InvocationTargetException(e.getCause() == null ? e : e.getCause());
                }
            }
        }
        return bean;
    }

    @Override
    public Plan inner(Object step) {
        Part part = byProperty.get(step);
        Integer named = byName.get(step);
        return part != null ? part.plan() : named != null ? parts.get(named).plan() : this;
    }

    @Override
    public @Nullable String nameOf(String property) {
        Part part = byProperty.get(property);
        return part == null ? null : part.name();
    }

    @Override
    public int order(Object step) {
        return byName.getOrDefault(step, Integer.MAX_VALUE);
    }
}

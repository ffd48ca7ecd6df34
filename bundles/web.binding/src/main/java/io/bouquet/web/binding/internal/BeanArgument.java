package io.bouquet.web.binding.internal;

import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.type.TypeFactory;
import java.lang.annotation.Annotation;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.ws.rs.BeanParam;
import javax.ws.rs.core.Context;
import org.jspecify.annotations.Nullable;

/** A {@code @BeanParam}: a record, or a bean with annotated fields and setters. */
final class BeanArgument implements Argument {
    /** Puts a value where it belongs in a bean. */
    private interface Setter {
        void set(Object bean, @Nullable Object value) throws ReflectiveOperationException;
    }

    /**
     * One component or property.
     *
     * @param argument null for a context
     * @param setter   null for a component of a record
     */
    private record Member(
            @Nullable Argument argument,
            JavaType type,
            @Nullable Setter setter) {
        @Nullable
        Object bind(RequestValues values, Attempt attempt) {
            return argument == null ? values.context(type) : argument.bind(values, attempt);
        }
    }

    private final Constructor<?> constructor;
    private final Map<String, Member> members;

    private BeanArgument(Constructor<?> constructor, Map<String, Member> members) {
        this.constructor = constructor;
        this.members = members;
        constructor.setAccessible(true);
    }

    /** Returns null if CXF has to make the bean. */
    static @Nullable BeanArgument of(JavaType type, TypeFactory types, boolean encoded, @Nullable String defaultValue) {
        Class<?> raw = type.getRawClass();
        Map<String, Member> members = new LinkedHashMap<>();
        try {
            if (raw.isRecord()) {
                RecordComponent[] components = raw.getRecordComponents();
                for (RecordComponent component : components) {
                    // annotations for parameters, fields and methods are all on the field
                    Annotation[] annotations =
                            raw.getDeclaredField(component.getName()).getAnnotations();
                    JavaType inner = types.resolveMemberType(component.getGenericType(), type.getBindings());
                    Member member =
                            member(component.getGenericType(), inner, types, annotations, encoded, defaultValue, null);
                    if (member == null) {
                        return null;
                    }
                    members.put(component.getName(), member);
                }
                Class<?>[] parameters =
                        Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
                return new BeanArgument(raw.getDeclaredConstructor(parameters), members);
            }
            return properties(type, types, encoded, defaultValue, members)
                    ? new BeanArgument(raw.getDeclaredConstructor(), members)
                    : null;
        } catch (NoSuchMethodException | NoSuchFieldException e) {
            return null;
        }
    }

    /** Returns whether all annotated fields and setters can be bound. */
    private static boolean properties(
            JavaType type,
            TypeFactory types,
            boolean encoded,
            @Nullable String defaultValue,
            Map<String, Member> members) {
        for (Class<?> raw = type.getRawClass(); raw != null && raw != Object.class; raw = raw.getSuperclass()) {
            for (Field field : raw.getDeclaredFields()) {
                if (isParameter(field.getAnnotations()) && !Modifier.isStatic(field.getModifiers())) {
                    field.setAccessible(true);
                    JavaType inner = types.resolveMemberType(field.getGenericType(), type.getBindings());
                    Member member = member(
                            field.getGenericType(),
                            inner,
                            types,
                            field.getAnnotations(),
                            encoded,
                            defaultValue,
                            field::set);
                    if (member == null) {
                        return false;
                    }
                    members.putIfAbsent(field.getName(), member);
                }
            }
            for (Method setter : raw.getDeclaredMethods()) {
                if (isParameter(setter.getAnnotations()) && setter.getParameterCount() == 1) {
                    setter.setAccessible(true);
                    Type declared = setter.getGenericParameterTypes()[0];
                    JavaType inner = types.resolveMemberType(declared, type.getBindings());
                    Member member = member(
                            declared, inner, types, setter.getAnnotations(), encoded, defaultValue, setter::invoke);
                    if (member == null) {
                        return false;
                    }
                    members.putIfAbsent(property(setter.getName()), member);
                }
            }
        }
        return true;
    }

    private static String property(String setter) {
        return setter.startsWith("set") && setter.length() > 3
                ? Character.toLowerCase(setter.charAt(3)) + setter.substring(4)
                : setter;
    }

    private static boolean isParameter(Annotation[] annotations) {
        return Arrays.stream(annotations)
                .anyMatch(one -> one instanceof BeanParam
                        || one instanceof Context
                        || Stream.of(Source.values()).anyMatch(source -> source.nameIn(one) != null));
    }

    private static @Nullable Member member(
            Type declared,
            JavaType type,
            TypeFactory types,
            Annotation[] annotations,
            boolean encoded,
            @Nullable String defaultValue,
            @Nullable Setter setter) {
        if (Arrays.stream(annotations).anyMatch(Context.class::isInstance)) {
            return new Member(null, type, setter);
        }
        // CXF takes a @BeanParam on a component, and so on its accessor, for that of a setter, and fails
        boolean isBean = Arrays.stream(annotations).anyMatch(BeanParam.class::isInstance)
                || setter == null
                        && !isParameter(annotations)
                        && type.getRawClass().isRecord();
        Argument argument = isBean
                ? of(type, types, encoded, defaultValue)
                : ParameterArgument.of(declared, type, annotations, encoded, defaultValue);
        return argument == null ? null : new Member(argument, type, setter);
    }

    @Override
    public @Nullable Object bind(RequestValues values, Attempt attempt) {
        int before = attempt.failures().size();
        List<@Nullable Object> bound = new ArrayList<>();
        for (Member member : members.values()) {
            Object value = member.bind(values, attempt);
            boolean needsValue = value == null && member.type().isPrimitive();
            bound.add(needsValue ? Primitives.zero(member.type().getRawClass()) : value);
        }
        try {
            if (constructor.getParameterCount() > 0 || members.isEmpty()) {
                return constructor.newInstance(bound.toArray());
            }
            Object bean = constructor.newInstance();
            int next = 0;
            for (Member member : members.values()) {
                Object value = bound.get(next++);
                if (member.setter() != null && value != null) {
                    member.setter().set(bean, value);
                }
            }
            return bean;
        } catch (InvocationTargetException e) {
            boolean isRefused = attempt.failures().size() > before;
            if (!isRefused && e.getCause() instanceof IllegalArgumentException refused) {
                attempt.refuse(Misfit.of(refused), new Place(null, loc().get(0)));
            } else if (!isRefused) {
                throw new IllegalStateException(
                        "cannot make a " + constructor.getDeclaringClass().getName(), e.getCause());
            }
            return null;
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(
                    "cannot make a " + constructor.getDeclaringClass().getName(), e);
        }
    }

    @Override
    public List<Object> loc() {
        return List.of(
                parameters().findFirst().map(first -> first.source().step).orElse(Source.QUERY.step));
    }

    @Override
    public @Nullable Argument member(String property) {
        Member member = members.get(property);
        return member == null ? null : member.argument();
    }

    @Override
    public Plan plan() {
        return (node, at, attempt) -> null;
    }

    @Override
    public Stream<ParameterArgument> parameters() {
        return members.values().stream()
                .flatMap(member -> member.argument() == null
                        ? Stream.empty()
                        : member.argument().parameters());
    }
}

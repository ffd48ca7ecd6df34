package io.bouquet.web.binding.internal;

import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonNode;
import java.lang.reflect.Array;
import java.lang.reflect.Constructor;
import java.lang.reflect.Modifier;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Lists, sets, other collections, and arrays. */
final class ElementsPlan implements Plan {
    private final Plan element;
    private final String kind;
    private final UnaryOperator<Object> form;

    private ElementsPlan(Plan element, String kind, UnaryOperator<Object> form) {
        this.element = element;
        this.kind = kind;
        this.form = form;
    }

    /** @param contents compiles the type of the elements; null if it cannot */
    static @Nullable Plan of(JavaType type, Function<JavaType, @Nullable Plan> contents) {
        Class<?> raw = type.getRawClass();
        boolean isCollection = type.isCollectionLikeType() && Collection.class.isAssignableFrom(raw);
        if (raw == byte[].class || !isCollection && !type.isArrayType() && raw != Iterable.class) {
            return null;
        }
        UnaryOperator<Object> form = type.isArrayType() ? array(raw.getComponentType()) : collection(raw);
        if (form == null) {
            return null;
        }
        JavaType content = raw == Iterable.class ? type.containedTypeOrUnknown(0) : type.getContentType();
        String kind = Set.class.isAssignableFrom(raw) ? "set_type" : "list_type";
        Plan element = contents.apply(content);
        return element == null ? null : new ElementsPlan(element, kind, form);
    }

    private static UnaryOperator<Object> array(Class<?> component) {
        return list -> {
            List<?> elements = (List<?>) list;
            Object array = Array.newInstance(component, elements.size());
            for (int i = 0; i < elements.size(); i++) {
                // a refused element of primitive type leaves a 0
                if (elements.get(i) != null) {
                    Array.set(array, i, elements.get(i));
                }
            }
            return array;
        };
    }

    /** Returns what makes a collection of a list; null if Jackson has to. */
    private static @Nullable UnaryOperator<Object> collection(Class<?> raw) {
        if (raw.isAssignableFrom(ArrayList.class)) {
            return list -> list;
        }
        if (raw.isAssignableFrom(LinkedHashSet.class)) {
            return list -> new LinkedHashSet<>((List<?>) list);
        }
        if (raw.isAssignableFrom(TreeSet.class)) {
            return list -> filled(new TreeSet<>(), list);
        }
        if (raw.isAssignableFrom(ArrayDeque.class)) {
            return list -> filled(new ArrayDeque<>(), list);
        }
        if (Modifier.isAbstract(raw.getModifiers()) || !raw.getName().startsWith("java.util.")) {
            return null;
        }
        try {
            Constructor<?> constructor = raw.getConstructor();
            return list -> {
                try {
                    @SuppressWarnings("unchecked")
                    Collection<Object> made = (Collection<Object>) constructor.newInstance();
                    return filled(made, list);
                } catch (ReflectiveOperationException e) {
                    throw new IllegalStateException("cannot make a " + raw.getName(), e);
                }
            };
        } catch (NoSuchMethodException e) {
            return null;
        }
    }

    /** Leaves out elements that were refused, since not all collections take null. */
    private static Object filled(Collection<Object> collection, Object list) {
        for (Object element : (List<?>) list) {
            if (element != null) {
                collection.add(element);
            }
        }
        return collection;
    }

    @Override
    public @Nullable Object bind(JsonNode node, Place at, Attempt attempt) {
        if (!node.isArray()) {
            return attempt.refuse(node, new Misfit(kind), at);
        }
        List<@Nullable Object> list = new ArrayList<>(node.size());
        for (int i = 0; i < node.size(); i++) {
            list.add(element.bind(node.get(i), at.step(i), attempt));
        }
        return form.apply(list);
    }

    /** Makes the collection or array of elements that are bound. */
    Object collect(List<@Nullable Object> elements) {
        return form.apply(elements);
    }

    @Override
    public Plan inner(Object step) {
        return element;
    }
}

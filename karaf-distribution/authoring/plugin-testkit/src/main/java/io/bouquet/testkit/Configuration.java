package io.bouquet.testkit;

import java.lang.annotation.Annotation;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Creates instances of annotation types with which components describe their configurations. */
final class Configuration {
    private static final Map<Class<?>, Object> ZEROS = Map.of(
            boolean.class,
            false,
            byte.class,
            (byte) 0,
            short.class,
            (short) 0,
            int.class,
            0,
            long.class,
            0L,
            float.class,
            0f,
            double.class,
            0d,
            char.class,
            '\0');

    private Configuration() {}

    /** @throws IllegalArgumentException if a value is unknown or of another type */
    static <C> C of(Class<C> type, Map<String, ?> values) {
        Map<String, Object> all = new HashMap<>();
        TreeSet<String> unknown = new TreeSet<>(values.keySet());
        for (Method method : type.getDeclaredMethods()) {
            if (method.getParameterCount() != 0 || method.isSynthetic()) {
                continue;
            }
            unknown.remove(method.getName());
            Object given = values.get(method.getName());
            Object value = given == null ? method.getDefaultValue() : given;
            if (given != null && !fits(method.getReturnType(), given)) {
                throw new IllegalArgumentException(type.getName() + "." + method.getName() + " is a "
                        + method.getReturnType().getSimpleName() + "; given is "
                        + given.getClass().getSimpleName() + " " + given);
            }
            if (value == null) {
                // as Declarative Services does for a property that is not there
                value = ZEROS.get(method.getReturnType());
            }
            if (value != null) {
                all.put(method.getName(), value);
            }
        }
        if (!unknown.isEmpty()) {
            throw new IllegalArgumentException(type.getName() + " has no " + String.join(", ", unknown) + "; it has "
                    + Arrays.stream(type.getDeclaredMethods())
                            .map(Method::getName)
                            .sorted()
                            .collect(Collectors.joining(", ")));
        }
        InvocationHandler handler = (proxy, method, arguments) -> value(type, all, proxy, method, arguments);
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }

    private static boolean fits(Class<?> wanted, Object given) {
        Object zero = ZEROS.get(wanted);
        return zero == null ? wanted.isInstance(given) : zero.getClass().isInstance(given);
    }

    private static @Nullable Object value(
            Class<?> type, Map<String, Object> all, Object proxy, Method method, Object @Nullable [] arguments) {
        if (method.getDeclaringClass() == Object.class || method.getDeclaringClass() == Annotation.class) {
            return switch (method.getName()) {
                case "annotationType" -> type;
                case "hashCode" -> System.identityHashCode(proxy);
                case "equals" -> arguments != null && List.of(arguments).contains(proxy);
                default -> type.getName() + all;
            };
        }
        return all.get(method.getName());
    }
}

package io.bouquet.testkit;

import io.bouquet.testkit.ClassFile.Note;
import java.lang.reflect.AccessibleObject;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;

/**
 * Creates components as Declarative Services does, with the services that a test gives: it calls the constructor with
 * {@code @Activate}, sets the fields with {@code @Reference}, and calls the methods with {@code @Reference} and
 * {@code @Activate}.
 *
 * <pre>{@code
 * ReviewService service = Components.create(ReviewService.class, broker);
 * }</pre>
 */
public final class Components {
    private Components() {}

    /**
     * Creates a component. Each reference takes the first service that has its type. A configuration has its default values,
     * unless one is among the services; see {@link #config}.
     *
     * @throws IllegalArgumentException if a mandatory reference has no service; the message names it
     */
    public static <T> T create(Class<T> type, Object... services) {
        ClassFile file = ClassFile.of(type);
        Wiring wiring = new Wiring(type, List.of(services));
        T component = type.cast(wiring.construct(file));
        for (Class<?> level = type; level != null && level != Object.class; level = level.getSuperclass()) {
            wiring.inject(component, level, ClassFile.of(level));
        }
        for (Method method : marked(type, Activate.class)) {
            call(component, method, wiring.arguments(method.getParameterTypes(), method.getGenericParameterTypes()));
        }
        return component;
    }

    /**
     * Returns a configuration with the default values of its annotation type, except for those given.
     *
     * <pre>{@code
     * Components.create(Mailer.class, Components.config(Mailer.Config.class, Map.of("host", "localhost")));
     * }</pre>
     *
     * @throws IllegalArgumentException if the type has no such value, or a value is missing that has no default
     */
    public static <C> C config(Class<C> type, Map<String, ?> values) {
        return Configuration.of(type, values);
    }

    /** Calls the methods with {@code @Deactivate}. */
    static void deactivate(Object component) {
        for (Method method : marked(component.getClass(), Deactivate.class)) {
            call(component, method, new @Nullable Object[method.getParameterCount()]);
        }
    }

    /** Returns the methods with an annotation, those of super classes included. */
    private static List<Method> marked(Class<?> type, Class<?> annotation) {
        List<Method> found = new ArrayList<>();
        for (Class<?> level = type; level != null && level != Object.class; level = level.getSuperclass()) {
            ClassFile file = ClassFile.of(level);
            for (Method method : level.getDeclaredMethods()) {
                if (hasNote(file, method, annotation)) {
                    found.add(method);
                }
            }
        }
        return found;
    }

    private static boolean hasNote(ClassFile file, Method method, Class<?> annotation) {
        ClassFile.Member member =
                file.methods.get(method.getName() + org.apache.xbean.asm9.Type.getMethodDescriptor(method));
        return member != null && ClassFile.find(member.notes(), annotation).isPresent();
    }

    private static void call(Object component, Method method, @Nullable Object[] arguments) {
        try {
            open(method).invoke(component, arguments);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        } catch (InvocationTargetException e) {
            throw unwrapped(e, method.getName() + " of " + component.getClass().getName());
        }
    }

    private static <A extends AccessibleObject> A open(A member) {
        member.setAccessible(true);
        return member;
    }

    private static RuntimeException unwrapped(InvocationTargetException e, String place) {
        if (e.getCause() instanceof RuntimeException cause) {
            return cause;
        }
        if (e.getCause() instanceof Error cause) {
            throw cause;
        }
        return new IllegalStateException(place + " failed: " + e.getCause(), e.getCause());
    }

    /** The services for one component. */
    private static final class Wiring {
        private final Class<?> type;
        private final List<Object> services;

        Wiring(Class<?> type, List<Object> services) {
            this.type = type;
            this.services = services;
        }

        Object construct(ClassFile file) {
            Constructor<?> constructor = constructor(file);
            @Nullable
            Object[] arguments = arguments(constructor.getParameterTypes(), constructor.getGenericParameterTypes());
            try {
                return open(constructor).newInstance(arguments);
            } catch (InvocationTargetException e) {
                throw unwrapped(e, "the constructor of " + type.getName());
            } catch (ReflectiveOperationException e) {
                throw new IllegalArgumentException("cannot create a " + type.getName() + ": " + e.getMessage(), e);
            }
        }

        private Constructor<?> constructor(ClassFile file) {
            Constructor<?>[] all = type.getDeclaredConstructors();
            for (Constructor<?> one : all) {
                ClassFile.Member member =
                        file.methods.get("<init>" + org.apache.xbean.asm9.Type.getConstructorDescriptor(one));
                if (member != null
                        && ClassFile.find(member.notes(), Activate.class).isPresent()) {
                    return one;
                }
            }
            return Arrays.stream(all)
                    .filter(one -> one.getParameterCount() == 0)
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException(
                            type.getName() + " has neither a constructor with @Activate nor one without parameters"));
        }

        @Nullable
        Object[] arguments(Class<?>[] types, Type[] generic) {
            @Nullable Object[] arguments = new @Nullable Object[types.length];
            for (int i = 0; i < types.length; i++) {
                arguments[i] = value(types[i], generic[i], true);
            }
            return arguments;
        }

        void inject(Object component, Class<?> level, ClassFile file) {
            for (Map.Entry<String, List<Note>> one : file.fields.entrySet()) {
                Optional<Note> reference = ClassFile.find(one.getValue(), Reference.class);
                boolean isSet = reference.isPresent()
                        || ClassFile.find(one.getValue(), Activate.class).isPresent();
                if (isSet) {
                    set(
                            component,
                            level,
                            one.getKey(),
                            reference.map(Wiring::isMandatory).orElse(true));
                }
            }
            for (Method method : level.getDeclaredMethods()) {
                ClassFile.Member member =
                        file.methods.get(method.getName() + org.apache.xbean.asm9.Type.getMethodDescriptor(method));
                Optional<Note> reference =
                        member == null ? Optional.empty() : ClassFile.find(member.notes(), Reference.class);
                if (reference.isPresent()) {
                    bind(component, method, isMandatory(reference.get()));
                }
            }
        }

        private static boolean isMandatory(Note reference) {
            String cardinality = reference.text("cardinality", "MANDATORY");
            return cardinality.equals("MANDATORY") || cardinality.equals("AT_LEAST_ONE");
        }

        private void set(Object component, Class<?> level, String name, boolean isMandatory) {
            try {
                Field field = open(level.getDeclaredField(name));
                Object value = value(field.getType(), field.getGenericType(), isMandatory);
                if (value != null && !Modifier.isFinal(field.getModifiers())) {
                    field.set(component, value);
                }
            } catch (ReflectiveOperationException e) {
                throw new IllegalArgumentException("cannot set " + name + " of " + type.getName(), e);
            }
        }

        private void bind(Object component, Method method, boolean isMandatory) {
            if (method.getParameterCount() == 0) {
                return;
            }
            Class<?> wanted = method.getParameterTypes()[0];
            List<Object> found = all(wanted);
            if (found.isEmpty() && isMandatory) {
                throw missing(wanted);
            }
            found.forEach(service -> call(component, method, new Object[] {service}));
        }

        private @Nullable Object value(Class<?> wanted, Type generic, boolean isMandatory) {
            if (wanted.isAnnotation()) {
                List<Object> given = all(wanted);
                return given.isEmpty() ? Configuration.of(wanted, settings()) : given.get(0);
            }
            if (wanted == ServiceReference.class) {
                String service = raw(argument(generic)).getName();
                return all(wanted).stream()
                        .filter(one -> List.of(
                                        (String[]) ((ServiceReference<?>) one).getProperty(Constants.OBJECTCLASS))
                                .contains(service))
                        .findFirst()
                        .orElse(null);
            }
            if (wanted == List.class || wanted == Collection.class) {
                return several(argument(generic));
            }
            if (wanted == Optional.class) {
                return all(raw(argument(generic))).stream().findFirst();
            }
            List<Object> found = all(wanted);
            if (!found.isEmpty()) {
                return found.get(0);
            }
            if (wanted == Map.class) {
                return ComponentProperties.of(type);
            }
            if (isMandatory) {
                throw missing(wanted);
            }
            return null;
        }

        private Map<String, Object> settings() {
            return all(Settings.class).stream()
                    .findFirst()
                    .map(one -> ((Settings) one).values())
                    .orElse(Map.of());
        }

        /** Returns services, or their properties with them, as the reference wants. */
        private List<?> several(Type element) {
            if (raw(element) == Map.Entry.class) {
                List<Map.Entry<Map<String, Object>, Object>> entries = new ArrayList<>();
                Type service = ((ParameterizedType) element).getActualTypeArguments()[1];
                for (Object one : all(raw(service))) {
                    Map<String, Object> properties = ComponentProperties.of(one.getClass());
                    properties.put(Constants.SERVICE_BUNDLEID, Constants.SYSTEM_BUNDLE_ID);
                    entries.add(Map.entry(properties, one));
                }
                return entries;
            }
            return all(raw(element));
        }

        private List<Object> all(Class<?> wanted) {
            return services.stream().filter(wanted::isInstance).collect(Collectors.toCollection(ArrayList::new));
        }

        private static Type argument(Type generic) {
            return generic instanceof ParameterizedType its ? its.getActualTypeArguments()[0] : Object.class;
        }

        private static Class<?> raw(Type generic) {
            return generic instanceof ParameterizedType its
                    ? (Class<?>) its.getRawType()
                    : generic instanceof Class<?> plain ? plain : Object.class;
        }

        private IllegalArgumentException missing(Class<?> wanted) {
            String given = services.isEmpty()
                    ? "no services were given"
                    : "given: "
                            + services.stream()
                                    .map(service -> service.getClass().getName())
                                    .collect(Collectors.joining(", "));
            String way = wanted == BundleContext.class
                    ? "; run it with Services, which has bundles"
                    : "; pass one, which may be one that the test writes";
            return new IllegalArgumentException(
                    type.getSimpleName() + " needs a " + wanted.getName() + "; " + given + way);
        }
    }

    /** Whether a class is a component. */
    static boolean isComponent(Class<?> type) {
        return ClassFile.find(ClassFile.of(type).notes, Component.class).isPresent();
    }
}

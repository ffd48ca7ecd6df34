package io.bouquet.deploy.engine;

import java.lang.management.ManagementFactory;
import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.Method;
import java.security.ProtectionDomain;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import javax.management.InstanceNotFoundException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.jspecify.annotations.Nullable;

/**
 * What a class loader left behind, found where such things usually stay. The JDK keeps some of it to itself: that is
 * looked at where {@code java.lang} and {@code java.security} are open, as Karaf's start script opens them.
 */
final class Leftovers {
    private static final int ELEMENTS = 200;

    private Leftovers() {}

    /** Its own threads: those of its classes, and those that its code started. Cheap: stops no thread but those. */
    static List<String> threads(ClassLoader loader) {
        return running()
                .flatMap(thread -> ownership(thread, loader).map(how -> how + where(thread, loader)).stream())
                .sorted()
                .toList();
    }

    /** Threads that lend it their context, thread-locals, MBeans, shutdown hooks. */
    static List<String> besidesThreads(ClassLoader loader) {
        List<String> found = new ArrayList<>();
        running().sorted(Comparator.comparing(Thread::getName)).forEach(thread -> {
            if (ownership(thread, loader).isEmpty()) {
                if (thread.getContextClassLoader() == loader) {
                    found.add("thread '" + thread.getName() + "' has it as its context class loader");
                }
                visit(thread, loader).ifPresent(found::add);
            }
            found.addAll(threadLocals(thread, loader));
        });
        found.addAll(mBeans(loader));
        found.addAll(shutdownHooks(loader));
        return found;
    }

    private static Stream<Thread> running() {
        ThreadGroup group = Thread.currentThread().getThreadGroup();
        while (group.getParent() != null) {
            group = group.getParent();
        }
        Thread[] threads = new Thread[group.activeCount() * 2 + 16];
        return Stream.of(threads).limit(group.enumerate(threads, true)).filter(Thread::isAlive);
    }

    private static Optional<String> ownership(Thread thread, ClassLoader loader) {
        if (thread.getClass().getClassLoader() == loader || isOf(target(thread), loader)) {
            return Optional.of("thread '" + thread.getName() + "' still runs");
        }
        return startedBy(thread, loader)
                ? Optional.of("thread '" + thread.getName() + "', which it started, still runs")
                : Optional.empty();
    }

    private static @Nullable Object target(Thread thread) {
        Object target = get(Thread.class, "target", thread);
        // JDK 19 moved it
        return target != null
                ? target
                : get("java.lang.Thread$FieldHolder", "target", get(Thread.class, "holder", thread));
    }

    /** A thread remembers, and holds, the protection domains of all code that was on the stack when it was made. */
    private static boolean startedBy(Thread thread, ClassLoader loader) {
        Object inherited = get(Thread.class, "inheritedAccessControlContext", thread);
        return inherited != null
                && get("java.security.AccessControlContext", "context", inherited) instanceof ProtectionDomain[] domains
                && Stream.of(domains).anyMatch(domain -> domain != null && domain.getClassLoader() == loader);
    }

    private static String where(Thread thread, ClassLoader loader) {
        StackTraceElement[] stack = thread.getStackTrace();
        return Stream.of(stack)
                .filter(frame -> loaded(frame.getClassName(), loader))
                .findFirst()
                .or(() -> Stream.of(stack).findFirst())
                .map(frame -> ": " + frame)
                .orElse("");
    }

    /** A thread of somebody else that is in its code: a request that never came back. */
    private static Optional<String> visit(Thread thread, ClassLoader loader) {
        return Stream.of(thread.getStackTrace())
                .filter(frame -> loaded(frame.getClassName(), loader))
                .findFirst()
                .map(frame -> "thread '" + thread.getName() + "' is in " + frame + ", of this version or of the next");
    }

    private static boolean loaded(String name, ClassLoader loader) {
        try {
            Method find = ClassLoader.class.getDeclaredMethod("findLoadedClass", String.class);
            find.setAccessible(true);
            return find.invoke(loader, name) instanceof Class<?> type && type.getClassLoader() == loader;
        } catch (ReflectiveOperationException | InaccessibleObjectException e) {
            return false;
        }
    }

    private static List<String> threadLocals(Thread thread, ClassLoader loader) {
        List<String> found = new ArrayList<>();
        for (String field : List.of("threadLocals", "inheritableThreadLocals")) {
            Object table = get("java.lang.ThreadLocal$ThreadLocalMap", "table", get(Thread.class, field, thread));
            int length = table == null ? 0 : Array.getLength(table);
            for (int i = 0; i < length; i++) {
                Object value = get("java.lang.ThreadLocal$ThreadLocalMap$Entry", "value", Array.get(table, i));
                if (value != null && holds(value, loader)) {
                    found.add("thread-local of thread '" + thread.getName() + "': "
                            + value.getClass().getTypeName());
                }
            }
        }
        return found;
    }

    /** By itself, or as a collection of the JDK's by what is in it. */
    private static boolean holds(Object value, ClassLoader loader) {
        if (isOf(value, loader)) {
            return true;
        }
        Stream<?> elements = Stream.empty();
        if (value instanceof Object[] array) {
            elements = Stream.of(array);
        } else if (value.getClass().getClassLoader() == null && value instanceof Collection<?> collection) {
            elements = collection.stream();
        } else if (value.getClass().getClassLoader() == null && value instanceof Map<?, ?> map) {
            elements = map.entrySet().stream().flatMap(entry -> Stream.of(entry.getKey(), entry.getValue()));
        }
        try {
            return elements.limit(ELEMENTS).anyMatch(element -> isOf(element, loader));
        } catch (RuntimeException e) {
            // another thread's collection, which it changes meanwhile
            return false;
        }
    }

    private static boolean isOf(@Nullable Object object, ClassLoader loader) {
        return object == loader
                || object != null && object.getClass().getClassLoader() == loader
                || object instanceof Class<?> type && type.getClassLoader() == loader;
    }

    private static List<String> mBeans(ClassLoader loader) {
        List<String> found = new ArrayList<>();
        MBeanServer server = ManagementFactory.getPlatformMBeanServer();
        for (ObjectName name : server.queryNames(null, null)) {
            try {
                if (server.getClassLoaderFor(name) == loader) {
                    found.add("MBean " + name);
                }
            } catch (InstanceNotFoundException e) {
                // gone since it was listed
            }
        }
        found.sort(Comparator.naturalOrder());
        return found;
    }

    private static List<String> shutdownHooks(ClassLoader loader) {
        List<String> found = new ArrayList<>();
        if (get("java.lang.ApplicationShutdownHooks", "hooks", Void.class) instanceof Map<?, ?> hooks) {
            for (Object hook : hooks.keySet().toArray()) {
                if (hook instanceof Thread thread
                        && (isOf(thread, loader)
                                || isOf(target(thread), loader)
                                || thread.getContextClassLoader() == loader
                                || startedBy(thread, loader))) {
                    found.add("shutdown hook '" + thread.getName() + "'");
                }
            }
        }
        return found;
    }

    /** @param of anything where the field is static; nothing is in nothing */
    private static @Nullable Object get(String owner, String field, @Nullable Object of) {
        try {
            return of == null ? null : get(Class.forName(owner), field, of);
        } catch (ClassNotFoundException e) {
            return null;
        }
    }

    private static @Nullable Object get(Class<?> owner, String name, Object of) {
        try {
            Field field = owner.getDeclaredField(name);
            field.setAccessible(true);
            return field.get(of);
        } catch (ReflectiveOperationException | InaccessibleObjectException e) {
            return null;
        }
    }
}

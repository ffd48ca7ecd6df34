package io.bouquet.deploy.leaks;

import java.lang.management.ManagementFactory;
import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.Method;
import java.security.CodeSource;
import java.security.ProtectionDomain;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.management.InstanceNotFoundException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.jspecify.annotations.Nullable;

/**
 * Finds what a removed bundle has left behind: threads, thread-locals, MBeans and shutdown hooks. Some checks need
 * access to {@code java.lang} and {@code java.security}, which Karaf's start script opens.
 */
final class Leftovers {
    private static final int ELEMENTS = 200;
    private static final String FELIX_DOMAIN = "org.apache.felix.framework.BundleProtectionDomain";

    /** The class loader of the bundle; null once it is collected. */
    private final @Nullable ClassLoader loader;
    /** Names of the bundle's code in the access control contexts of threads. */
    private final List<String> sources;
    /** The access control contexts of the threads that started the bundle. */
    private final Set<List<String>> starters;

    Leftovers(@Nullable ClassLoader loader, List<String> sources, Set<List<String>> starters) {
        this.loader = loader;
        this.sources = sources;
        this.starters = starters;
    }

    /** Returns the threads of the bundle's classes, and those that its code started, each with a description. */
    Map<Thread, String> threads() {
        List<Thread> running = running().toList();
        Set<List<String>> contexts =
                running.stream().map(Leftovers::context).collect(Collectors.toCollection(HashSet::new));
        contexts.addAll(starters);
        Map<Thread, String> threads = new LinkedHashMap<>();
        for (Thread thread : running) {
            if (isOurs(thread) || isOurs(target(thread))) {
                threads.put(thread, "thread '" + thread.getName() + "' still runs" + where(thread));
            } else if (startedBy(context(thread), contexts)) {
                threads.put(thread, "thread '" + thread.getName() + "', which it started, still runs" + where(thread));
            }
        }
        return threads;
    }

    /**
     * Describes other threads that have its class loader as context or run its code, thread-locals, MBeans and shutdown
     * hooks.
     */
    List<String> besidesThreads() {
        List<String> found = new ArrayList<>();
        Set<Thread> own = threads().keySet();
        running().sorted(Comparator.comparing(Thread::getName)).forEach(thread -> {
            if (!own.contains(thread)) {
                if (isOurs(thread.getContextClassLoader())) {
                    found.add("thread '" + thread.getName() + "' has it as its context class loader");
                }
                visit(thread).ifPresent(found::add);
            }
            found.addAll(threadLocals(thread));
        });
        found.addAll(mBeans());
        found.addAll(shutdownHooks());
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

    private static @Nullable Object target(Thread thread) {
        Object target = get(Thread.class, "target", thread);
        // since JDK 19 the field is elsewhere
        return target != null
                ? target
                : get("java.lang.Thread$FieldHolder", "target", get(Thread.class, "holder", thread));
    }

    /**
     * Returns the sources of the code that was on the stack when a thread was created. Sources inherited from the
     * creating thread come first.
     */
    static List<String> context(Thread thread) {
        Object context = get(
                "java.security.AccessControlContext",
                "context",
                get(Thread.class, "inheritedAccessControlContext", thread));
        return context instanceof ProtectionDomain[] domains
                ? Stream.of(domains).map(Leftovers::source).toList()
                : List.of();
    }

    private static String source(@Nullable ProtectionDomain domain) {
        if (domain == null) {
            return "";
        }
        CodeSource code = domain.getCodeSource();
        String location = code == null ? "" : String.valueOf(code.getLocation());
        // the names of other domains are long and expensive to build
        return FELIX_DOMAIN.equals(domain.getClass().getName()) ? location + " " + domain : location;
    }

    /**
     * Whether the bundle's code created a thread itself. If other code comes before it, after the inherited sources,
     * the bundle only called that code, and the thread belongs to the other bundle, usually to a pool.
     */
    private boolean startedBy(List<String> context, Set<List<String>> known) {
        for (int i = 0; i < context.size(); i++) {
            if (sources.stream().anyMatch(context.get(i)::contains)) {
                return i == 0 || known.contains(context.subList(0, i));
            }
        }
        return false;
    }

    private String where(Thread thread) {
        StackTraceElement[] stack = thread.getStackTrace();
        return Stream.of(stack)
                .filter(frame -> isLoaded(frame.getClassName()))
                .findFirst()
                .or(() -> Stream.of(stack).findFirst())
                .map(frame -> ": " + frame)
                .orElse("");
    }

    /** Describes a foreign thread that still runs the bundle's code, such as a request that never ended. */
    private Optional<String> visit(Thread thread) {
        return Stream.of(thread.getStackTrace())
                .filter(frame -> isLoaded(frame.getClassName()))
                .findFirst()
                .map(frame -> "thread '" + thread.getName() + "' is in " + frame + ", of this version or of the next");
    }

    private boolean isLoaded(String name) {
        try {
            Method find = ClassLoader.class.getDeclaredMethod("findLoadedClass", String.class);
            find.setAccessible(true);
            return loader != null
                    && find.invoke(loader, name) instanceof Class<?> type
                    && type.getClassLoader() == loader;
        } catch (ReflectiveOperationException | InaccessibleObjectException e) {
            return false;
        }
    }

    private List<String> threadLocals(Thread thread) {
        List<String> found = new ArrayList<>();
        for (String field : List.of("threadLocals", "inheritableThreadLocals")) {
            Object table = get("java.lang.ThreadLocal$ThreadLocalMap", "table", get(Thread.class, field, thread));
            int length = table == null ? 0 : Array.getLength(table);
            for (int i = 0; i < length; i++) {
                Object value = get("java.lang.ThreadLocal$ThreadLocalMap$Entry", "value", Array.get(table, i));
                if (value != null && holds(value)) {
                    found.add("thread-local of thread '" + thread.getName() + "': "
                            + value.getClass().getTypeName());
                }
            }
        }
        return found;
    }

    /** Whether a value belongs to the bundle, or is a JDK collection with an element that does. */
    private boolean holds(Object value) {
        if (isOurs(value)) {
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
            return elements.limit(ELEMENTS).anyMatch(element -> isOurs(element));
        } catch (RuntimeException e) {
            // another thread changes the collection meanwhile
            return false;
        }
    }

    private boolean isOurs(@Nullable Object object) {
        return object != null
                && loader != null
                && (object == loader
                        || object.getClass().getClassLoader() == loader
                        || object instanceof Class<?> type && type.getClassLoader() == loader);
    }

    private List<String> mBeans() {
        List<String> found = new ArrayList<>();
        MBeanServer server = ManagementFactory.getPlatformMBeanServer();
        for (ObjectName name : server.queryNames(null, null)) {
            try {
                if (isOurs(server.getClassLoaderFor(name))) {
                    found.add("MBean " + name);
                } else if (isLoaded(server.getObjectInstance(name).getClassName())) {
                    // a JDK wrapper hides the MBean, and shows only its class name
                    found.add("MBean " + name + ", of this version or of the next");
                }
            } catch (InstanceNotFoundException e) {
                // unregistered since it was listed
            }
        }
        found.sort(Comparator.naturalOrder());
        return found;
    }

    private List<String> shutdownHooks() {
        List<String> found = new ArrayList<>();
        if (get("java.lang.ApplicationShutdownHooks", "hooks", Void.class) instanceof Map<?, ?> hooks) {
            for (Object hook : hooks.keySet().toArray()) {
                if (hook instanceof Thread thread
                        && (isOurs(thread) || isOurs(target(thread)) || isOurs(thread.getContextClassLoader()))) {
                    found.add("shutdown hook '" + thread.getName() + "'");
                }
            }
        }
        return found;
    }

    /** @param of the object, or any object if the field is static; null returns null */
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

package io.bouquet.deploy.leaks;

import io.bouquet.deploy.leaks.HeapDump.Hold;
import io.bouquet.deploy.leaks.HeapDump.Root;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.lang.ref.Reference;
import java.lang.ref.WeakReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import javax.management.JMException;
import javax.management.ObjectName;
import org.jspecify.annotations.Nullable;

/** Finds the shortest path that holds an object, in a temporary heap dump. */
final class HolderSearch {
    /** Marks the object in the dump with a random token, by which it can be found. */
    private static final class Wanted extends WeakReference<Object> {
        final long token = ThreadLocalRandom.current().nextLong();

        Wanted(@Nullable Object object) {
            super(object);
        }
    }

    private static final int NOT_SEEN = -1;
    private static final int ROOT = -2;

    private final Path folder;

    /** @param folder folder with enough space for a dump */
    HolderSearch(Path folder) {
        this.folder = folder;
    }

    /**
     * @param what description of the object, which ends the path
     * @return the path from a garbage collection root, one element per step; a single sentence if there is no path
     */
    synchronized List<String> find(Reference<Object> object, String what) {
        Wanted wanted = wanted(object);
        try {
            // a folder that only this user can read, because the dump contains secrets
            Path own = Files.createTempDirectory(folder, "leak");
            Path file = own.resolve("heap.hprof");
            try {
                dump(file);
                return path(new HeapDump(file), wanted, what);
            } finally {
                Files.deleteIfExists(file);
                Files.delete(own);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the heap could not be dumped to " + folder + " (is there room?)", e);
        }
    }

    private static Wanted wanted(Reference<Object> object) {
        // a separate method, because otherwise our own stack would hold the object
        return new Wanted(object.get());
    }

    private static void dump(Path file) throws IOException {
        try {
            // by name, because not every framework exports com.sun.management to bundles
            ManagementFactory.getPlatformMBeanServer()
                    .invoke(
                            new ObjectName("com.sun.management:type=HotSpotDiagnostic"),
                            "dumpHeap",
                            new Object[] {file.toString(), true},
                            new String[] {"java.lang.String", "boolean"});
        } catch (JMException e) {
            throw new IOException("this Java virtual machine makes no heap dumps", e);
        }
    }

    private static List<String> path(HeapDump dump, Wanted wanted, String what) {
        int target = dump.instance(Wanted.class.getName(), "token", wanted.token)
                .flatMap(instance -> dump.field(instance, "referent"))
                .map(dump::object)
                .orElse(NOT_SEEN);
        if (target < 0) {
            return List.of("the " + what + " is collected by now");
        }
        for (boolean soft : new boolean[] {false, true}) {
            List<Integer> path = shortest(dump, target, soft);
            if (!path.isEmpty()) {
                List<String> words = new ArrayList<>(words(dump, path, what));
                if (soft) {
                    words.add(0, "only softly, until memory is short");
                }
                return words;
            }
        }
        return List.of("nothing holds the " + what + " any more: the next collection takes it");
    }

    /** Returns the objects from a root to the target, by breadth-first search; empty if there is no path. */
    private static List<Integer> shortest(HeapDump dump, int target, boolean soft) {
        int[] from = new int[dump.objects()];
        Arrays.fill(from, NOT_SEEN);
        int[] queue = new int[dump.objects()];
        int end = 0;
        for (Root root : dump.roots()) {
            int object = dump.object(root.object());
            if (object >= 0 && from[object] == NOT_SEEN) {
                from[object] = ROOT;
                queue[end++] = object;
            }
        }
        int[] to = {end};
        for (int next = 0; next < to[0] && from[target] == NOT_SEEN; next++) {
            int holder = queue[next];
            dump.references(holder, (id, hold, field) -> {
                int held = id == 0 || hold == Hold.SOFT && !soft ? NOT_SEEN : dump.object(id);
                if (held >= 0 && from[held] == NOT_SEEN) {
                    from[held] = holder;
                    queue[to[0]++] = held;
                }
            });
        }
        Deque<Integer> path = new ArrayDeque<>();
        for (int object = target; object >= 0 && from[object] != NOT_SEEN; object = from[object]) {
            path.addFirst(object);
        }
        return List.copyOf(path);
    }

    private static List<String> words(HeapDump dump, List<Integer> path, String what) {
        List<String> words = new ArrayList<>();
        words.add(root(dump, path.get(0)));
        String shown = "";
        for (int i = 0; i + 1 < path.size(); i++) {
            int holder = path.get(i);
            String name = dump.className(holder);
            Map<Hold, String> holds = holds(dump, holder, dump.id(path.get(i + 1)));
            String field = holds.getOrDefault(Hold.FIELD, "");
            if (holds.containsKey(Hold.STATIC)) {
                // the path to the class does not matter: classes of other bundles stay loaded
                words.clear();
                words.add("static field " + name + "." + holds.get(Hold.STATIC));
            } else if ("java.lang.ThreadLocal$ThreadLocalMap$Entry".equals(name)) {
                words.add("thread-local");
            } else if (dump.isClass(holder)) {
                if (!words.get(words.size() - 1).equals(name)) {
                    words.add("class " + name);
                }
            } else if (!name.startsWith("java.")) {
                words.add(field.isEmpty() ? name : name + "." + field);
            } else if (i > 0
                    && !name.startsWith("java.lang.ThreadLocal$")
                    && !name.endsWith("[]")
                    && !outer(name).equals(shown)) {
                words.add(name);
            }
            shown = outer(name);
        }
        words.add(what);
        words.removeIf(String::isEmpty);
        return words;
    }

    /** Returns the outer class, because the inner classes of JDK collections are of no interest. */
    private static String outer(String name) {
        return name.replaceAll("[$\\[].*", "");
    }

    private static String root(HeapDump dump, int object) {
        Root root = dump.roots().stream()
                .filter(one -> one.object() == dump.id(object))
                .findFirst()
                .orElseThrow();
        return switch (root.what()) {
            case "" -> "class " + dump.className(object);
            case "thread" -> "thread '" + dump.threadName(root.object()) + "'";
            default -> root.thread() == 0 ? root.what() : root.what() + " '" + dump.threadName(root.thread()) + "'";
        };
    }

    private static Map<Hold, String> holds(HeapDump dump, int holder, long held) {
        Map<Hold, String> holds = new HashMap<>();
        dump.references(holder, (id, hold, field) -> {
            if (id == held) {
                holds.putIfAbsent(hold, field == 0 ? "" : dump.string(field));
            }
        });
        return holds;
    }
}

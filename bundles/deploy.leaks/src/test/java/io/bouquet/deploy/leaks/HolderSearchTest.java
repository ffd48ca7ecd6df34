package io.bouquet.deploy.leaks;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.ref.Reference;
import java.lang.ref.SoftReference;
import java.lang.ref.WeakReference;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On dumps of the very virtual machine that the tests run in. */
class HolderSearchTest {
    private static final Map<String, Object> CACHE = new HashMap<>();
    private static final ThreadLocal<Map<String, Object>> LOCAL = ThreadLocal.withInitial(HashMap::new);
    private static @Nullable SoftReference<Object> soft;

    /** What is looked for. */
    private static final class Lost {}

    @TempDir
    Path folder;

    @AfterEach
    void forget() {
        CACHE.clear();
        LOCAL.remove();
        soft = null;
    }

    @Test
    void findsAStaticField() {
        assertThat(find(plant(lost -> CACHE.put("lost", lost))))
                .containsExactly(
                        "static field " + HolderSearchTest.class.getName() + ".CACHE", "java.util.HashMap", "lost");
    }

    @Test
    void findsAThreadLocal() {
        assertThat(find(plant(lost -> LOCAL.get().put("lost", lost))))
                .containsExactly(
                        "thread '" + Thread.currentThread().getName() + "'",
                        "thread-local",
                        "java.util.HashMap",
                        "lost");
    }

    @Test
    void findsAFieldOfAThread() throws InterruptedException {
        CountDownLatch end = new CountDownLatch(1);
        Thread[] threads = new Thread[1];
        Reference<Object> lost = plant(object -> {
            threads[0] = new Thread("größer ∞") {
                final Object kept = object;

                @Override
                public void run() {
                    try {
                        end.await();
                    } catch (InterruptedException e) {
                        throw new IllegalStateException(kept.toString(), e);
                    }
                }
            };
            threads[0].start();
        });

        assertThat(find(lost))
                .hasSize(3)
                .startsWith("thread 'größer ∞'")
                .satisfies(words -> assertThat(words.get(1)).startsWith(HolderSearchTest.class.getName() + "$"))
                .endsWith("lost");
        end.countDown();
        threads[0].join();
    }

    @Test
    void findsAVariableOfAThread() {
        Object lost = new Lost();

        assertThat(find(new WeakReference<>(lost)))
                .containsExactly(
                        "a variable of thread '" + Thread.currentThread().getName() + "'", "lost");
        Reference.reachabilityFence(lost);
    }

    @Test
    void saysThatASoftReferenceLetsGo() {
        assertThat(find(plant(lost -> soft = new SoftReference<>(lost))))
                .containsExactly(
                        "only softly, until memory is short",
                        "static field " + HolderSearchTest.class.getName() + ".soft",
                        "java.lang.ref.SoftReference",
                        "lost");
    }

    @Test
    void saysThatItIsCollected() {
        assertThat(find(plant(lost -> {}))).containsExactly("the lost is collected by now");
    }

    private interface Planter {
        void plant(Object lost);
    }

    private static Reference<Object> plant(Planter planter) {
        Object lost = new Lost();
        planter.plant(lost);
        return new WeakReference<>(lost);
    }

    private List<String> find(Reference<Object> lost) {
        return new HolderSearch(folder).find(lost, "lost");
    }
}

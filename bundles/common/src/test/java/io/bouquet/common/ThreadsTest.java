package io.bouquet.common;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URL;
import java.net.URLClassLoader;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ThreadsTest {
    @Test
    void inheritsNothingFromTheCallingThread() throws Exception {
        InheritableThreadLocal<String> local = new InheritableThreadLocal<>();
        AtomicReference<@Nullable String> seen = new AtomicReference<>("not run");
        ClassLoader before = Thread.currentThread().getContextClassLoader();
        try (URLClassLoader plugin = new URLClassLoader(new URL[0])) {
            local.set("of a plugin");
            Thread.currentThread().setContextClassLoader(plugin);
            Thread thread = Threads.daemon("bouquet-test", () -> seen.set(local.get()));
            assertThat(thread.isDaemon()).isTrue();
            assertThat(thread.getName()).isEqualTo("bouquet-test");
            assertThat(thread.getContextClassLoader()).isSameAs(Threads.class.getClassLoader());
            thread.start();
            thread.join();
        } finally {
            Thread.currentThread().setContextClassLoader(before);
            local.remove();
        }
        assertThat(seen.get()).isNull();
    }
}

package io.bouquet.web.openapi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.lang.ref.WeakReference;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class LeftoversTest {
    /** Loads the samples as a bundle does that can be removed. */
    private static final class Plugin extends ClassLoader {
        Plugin() {
            super(Plugin.class.getClassLoader());
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (!name.startsWith(Samples.class.getName())) {
                return super.loadClass(name, resolve);
            }
            synchronized (getClassLoadingLock(name)) {
                Class<?> known = findLoadedClass(name);
                if (known != null) {
                    return known;
                }
                try (InputStream in = getResourceAsStream(name.replace('.', '/') + ".class")) {
                    byte[] file = in.readAllBytes();
                    return defineClass(name, file, 0, file.length);
                } catch (IOException e) {
                    throw new ClassNotFoundException(name, e);
                }
            }
        }
    }

    private static WeakReference<ClassLoader> describe(boolean isLive) throws ClassNotFoundException {
        Plugin plugin = new Plugin();
        Resource resource = DocumentWriterTest.resource(plugin.loadClass(Samples.Reviews.class.getName(), false));
        JsonNode document = DocumentWriterTest.write(isLive, resource);
        assertThat(document.at("/components/schemas").has("Mood")).isTrue();
        return new WeakReference<>(plugin);
    }

    private static void awaitCollected(WeakReference<ClassLoader> plugin) {
        await().atMost(Duration.ofSeconds(30)).until(() -> {
            System.gc();
            return plugin.get() == null;
        });
    }

    @Test
    void retainsNoClassOfAPlugin() throws ClassNotFoundException {
        awaitCollected(describe(true));
    }

    @Test
    void retainsNoClassOfAnArchive() throws ClassNotFoundException {
        awaitCollected(describe(false));
    }
}

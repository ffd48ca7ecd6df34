package io.bouquet.web.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.lang.ref.WeakReference;
import java.util.List;
import org.junit.jupiter.api.Test;

class RecordShapeTest {
    record Leaf(String name) {}

    record Branch(List<Leaf> leaves, Leaf last) {}

    @Test
    void readsARecordOnce() {
        assertThat(RecordShape.of(Branch.class)).isNotNull().isSameAs(RecordShape.of(Branch.class));
        assertThat(RecordShape.of(String.class)).isNull();
    }

    /** As plugins are removed: what bound their records is still there, and its mapper is another. */
    @Test
    void doesNotKeepTheClassesOfARemovedPlugin() throws Exception {
        WeakReference<ClassLoader> removed = bindWithAPluginsClasses();
        await().untilAsserted(() -> {
            System.gc();
            assertThat(removed.get()).isNull();
        });
    }

    private static WeakReference<ClassLoader> bindWithAPluginsClasses() throws Exception {
        ClassLoader plugin = new Plugin();
        Class<?> branch = plugin.loadClass(Branch.class.getName());
        assertThat(branch).isNotSameAs(Branch.class);
        JsonMapper json = JsonBodies.newMapper();
        Object bound = JsonBinder.bind(
                json,
                json.readTree("{\"leaves\":[{\"name\":\"oak\"}],\"last\":{\"name\":\"ash\"}}"),
                json.constructType(branch));
        assertThat(bound).hasToString("Branch[leaves=[Leaf[name=oak]], last=Leaf[name=ash]]");
        return new WeakReference<>(plugin);
    }

    /** Has classes of its own for the records of this test. */
    private static final class Plugin extends ClassLoader {
        Plugin() {
            super(RecordShapeTest.class.getClassLoader());
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (!name.startsWith(RecordShapeTest.class.getName())) {
                return super.loadClass(name, resolve);
            }
            Class<?> known = findLoadedClass(name);
            if (known != null) {
                return known;
            }
            try (InputStream file = getResourceAsStream(name.replace('.', '/') + ".class")) {
                byte[] bytes = file.readAllBytes();
                return defineClass(name, bytes, 0, bytes.length);
            } catch (IOException e) {
                throw new ClassNotFoundException(name, e);
            }
        }
    }
}

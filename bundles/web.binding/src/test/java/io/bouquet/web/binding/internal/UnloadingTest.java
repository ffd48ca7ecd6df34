package io.bouquet.web.binding.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.lang.ref.WeakReference;
import java.util.List;
import java.util.stream.Stream;
import javax.validation.Valid;
import javax.validation.Validator;
import javax.validation.constraints.Size;
import org.junit.jupiter.api.Test;

class UnloadingTest {
    record Leaf(@Size(max = 2) String name) {}

    record Branch(List<Leaf> leaves, @Valid Leaf last) {}

    @Test
    void compilesATypeOnce() {
        JavaType type = JsonBodies.newMapper().constructType(Branch.class);
        assertThat(Plans.of(type, false)).isSameAs(Plans.of(type, false));
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
        Object bound = JsonBodies.bind(
                json.readTree("{\"leaves\":[{\"name\":\"oak\"}],\"last\":{\"name\":\"ash\"}}"),
                json.constructType(branch),
                json);
        Validator validator = Validators.of(branch, Stream.of(branch)).orElseThrow();
        assertThat(validator.validate(bound)).hasSize(1);
        assertThat(bound).hasToString("Branch[leaves=[Leaf[name=oak]], last=Leaf[name=ash]]");
        return new WeakReference<>(plugin);
    }

    /** Has classes of its own for the records of this test. */
    private static final class Plugin extends ClassLoader {
        Plugin() {
            super(UnloadingTest.class.getClassLoader());
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (!name.startsWith(UnloadingTest.class.getName())) {
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

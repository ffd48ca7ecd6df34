package io.bouquet.web.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.lang.annotation.Annotation;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class RoleAnnotationsTest {
    private static final String ANNOTATIONS = "javax.annotation.security.";
    private static final Class<?> RESOURCE = RolesOverHttpTest.Methods.class;

    @Test
    void refusesAllWhereTheClassOfAnAnnotationCannotBeLoaded() throws Exception {
        Class<?> resource = new Plugin(true).loadClass(RESOURCE.getName());
        assertThat(resource.getMethod("writers").getAnnotations())
                .extracting(Annotation::annotationType)
                .extracting(Class::getSimpleName)
                .doesNotContain("RolesAllowed");
        RoleRule rule = RoleAnnotations.of(resource, resource.getMethod("writers"));
        assertThat(rule.unenforced()).contains("cannot be loaded", "must import javax.annotation.security");
        assertThat(rule.isOpen()).isFalse();
    }

    @Test
    void readsAPluginsOwnCopyOfAnAnnotation() throws Exception {
        Class<?> resource = new Plugin(false).loadClass(RESOURCE.getName());
        assertThat(Arrays.stream(resource.getMethod("writers").getAnnotations())
                        .map(one -> one.annotationType().getClassLoader()))
                .contains(resource.getClassLoader());
        RoleRule rule = RoleAnnotations.of(resource, resource.getMethod("writers"));
        assertThat(rule.groups()).isEqualTo(RoleRule.anyOf(List.of("writers")).groups());
        assertThat(RoleAnnotations.of(resource, resource.getMethod("plain")).isOpen())
                .isTrue();
    }

    /** A class loader with the resource, and with the annotations or without them. */
    private static final class Plugin extends ClassLoader {
        private final boolean missing;

        Plugin(boolean missing) {
            super(RoleAnnotationsTest.class.getClassLoader());
            this.missing = missing;
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            boolean isAnnotation = name.startsWith(ANNOTATIONS);
            if (isAnnotation && missing) {
                throw new ClassNotFoundException(name);
            }
            if (!isAnnotation && !name.equals(RESOURCE.getName())) {
                return super.loadClass(name, resolve);
            }
            Class<?> loaded = findLoadedClass(name);
            return loaded == null ? define(name) : loaded;
        }

        private Class<?> define(String name) throws ClassNotFoundException {
            try (InputStream in = getResourceAsStream(name.replace('.', '/') + ".class")) {
                byte[] file = in.readAllBytes();
                return defineClass(name, file, 0, file.length);
            } catch (IOException e) {
                throw new ClassNotFoundException(name, e);
            }
        }
    }
}

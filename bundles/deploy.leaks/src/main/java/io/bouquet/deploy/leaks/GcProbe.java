package io.bouquet.deploy.leaks;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.ref.WeakReference;
import java.util.Objects;

/**
 * A class loader that nothing holds. It shows when the garbage collector has unloaded classes: a concurrent collector
 * needs several collections before it does, as many as an object needs to grow old. A class loader that is older than a
 * collected probe and still exists is held by something.
 */
final class GcProbe {
    /** The only class of the probe. A loader without a class is collected sooner than others. */
    private static final class OnlyClass {}

    private static final class ProbeLoader extends ClassLoader {
        ProbeLoader(byte[] classFile) {
            super(null);
            defineClass(OnlyClass.class.getName(), classFile, 0, classFile.length);
        }
    }

    private final WeakReference<ClassLoader> loader;

    GcProbe() {
        String name = OnlyClass.class.getName();
        try (InputStream classFile = Objects.requireNonNull(
                GcProbe.class.getResourceAsStream(name.substring(name.lastIndexOf('.') + 1) + ".class"))) {
            loader = new WeakReference<>(new ProbeLoader(classFile.readAllBytes()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    boolean isCollected() {
        return loader.refersTo(null);
    }
}

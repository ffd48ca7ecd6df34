package io.bouquet.deploy.engine;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.ref.WeakReference;
import java.util.Objects;

/**
 * A class loader that nothing holds. A concurrent collector needs several collections before it takes classes, as many as
 * an object needs to grow old; what is older than a canary and still there when the canary is gone is held.
 */
final class Canary {
    /** The one class of its loader: without any, it would go sooner than others. */
    private static final class Feather {}

    private static final class Cage extends ClassLoader {
        Cage(byte[] feather) {
            super(null);
            defineClass(Feather.class.getName(), feather, 0, feather.length);
        }
    }

    private final WeakReference<ClassLoader> cage;

    Canary() {
        String name = Feather.class.getName();
        try (InputStream feather = Objects.requireNonNull(
                Canary.class.getResourceAsStream(name.substring(name.lastIndexOf('.') + 1) + ".class"))) {
            cage = new WeakReference<>(new Cage(feather.readAllBytes()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    boolean isGone() {
        return cage.refersTo(null);
    }
}

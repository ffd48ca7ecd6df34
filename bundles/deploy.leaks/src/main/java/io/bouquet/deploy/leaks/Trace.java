package io.bouquet.deploy.leaks;

import java.lang.ref.PhantomReference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import org.jspecify.annotations.Nullable;

/**
 * An object that should be collected when its bundle is removed. It is a phantom reference, because only that proves
 * the collection.
 */
final class Trace extends PhantomReference<Object> {
    final long bundleId;
    /** Used to search for holders. */
    final WeakReference<Object> weak;
    /** Names the object in messages. */
    final String what;

    /** Null until the bundle is removed. Guarded by {@link WiringWatch}. */
    @Nullable
    RetiredWiring retired;

    Trace(long bundleId, Object object, String what, ReferenceQueue<Object> queue) {
        super(object, queue);
        this.bundleId = bundleId;
        this.weak = new WeakReference<>(object);
        this.what = what;
    }
}

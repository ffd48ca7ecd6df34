package io.bouquet.tagging.opennlp;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Objects that one thread may use at a time, over one shared model. Not thread-locals: those would stay in the threads
 * of the platform, and keep the model, after its bundle is gone.
 */
final class Pool<T> {
    private final Supplier<T> maker;
    private final BlockingQueue<T> idle =
            new ArrayBlockingQueue<>(2 * Runtime.getRuntime().availableProcessors());

    Pool(Supplier<T> maker) {
        this.maker = maker;
        // the first is made now, so that a model that makes none fails where it is loaded
        idle.offer(maker.get());
    }

    <R> R with(Function<T, R> work) {
        T one = idle.poll();
        if (one == null) {
            one = maker.get();
        }
        R result = work.apply(one);
        // one that threw does not come back, and neither do more than fit
        idle.offer(one);
        return result;
    }
}

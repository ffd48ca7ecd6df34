package io.bouquet.tagging.opennlp;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * A pool of objects that share one model and are not thread-safe. Thread-locals would stay in the threads of the
 * platform and hold the model after its bundle is removed.
 */
final class Pool<T> {
    private final Supplier<T> maker;
    private final BlockingQueue<T> idle =
            new ArrayBlockingQueue<>(2 * Runtime.getRuntime().availableProcessors());

    Pool(Supplier<T> maker) {
        this.maker = maker;
        // create the first object now, so that an unusable model fails when it is loaded
        idle.offer(maker.get());
    }

    <R> R with(Function<T, R> work) {
        T one = idle.poll();
        if (one == null) {
            one = maker.get();
        }
        R result = work.apply(one);
        // an object that threw an exception is not returned, and neither are more than fit
        idle.offer(one);
        return result;
    }
}

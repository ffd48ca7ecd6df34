package io.bouquet.tagging.engine;

import io.bouquet.common.Threads;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A thread pool with a queue, on which taggers run. If a tagger keeps a thread too long, the thread is replaced until
 * it returns, up to a limit.
 */
final class Workers {
    /** Largest number of replacements per thread of the pool. Beyond it, refusing texts is better for the machine. */
    private static final int REPLACED = 4;

    private final int threads;
    private final int queue;
    private final ThreadPoolExecutor pool;
    private int lost;

    /** A thread of this pool. */
    private final class Worker extends Thread {
        Worker(Runnable work, int number) {
            // do not inherit thread-locals and the class loader of the first caller: they may belong to a plugin
            super(null, work, "bouquet-tagging-" + number, 0, false);
            setContextClassLoader(Workers.class.getClassLoader());
            setDaemon(true);
        }

        boolean isOf(Workers workers) {
            return workers == Workers.this;
        }
    }

    Workers(int threads, int queue) {
        this.threads = threads;
        this.queue = queue;
        AtomicInteger number = new AtomicInteger();
        pool = new ThreadPoolExecutor(
                threads,
                threads,
                0,
                TimeUnit.SECONDS,
                // offer() limits the queue, because work on an accepted text must never be refused
                new LinkedBlockingQueue<>(),
                work -> new Worker(work, number.incrementAndGet()));
        // start the threads now, because a new thread would keep the protection domains of the first caller
        pool.prestartAllCoreThreads();
    }

    /** Queues work. Returns false if the queue is full. Concurrent calls may exceed the limit slightly. */
    boolean offer(Runnable work) {
        if (pool.getQueue().size() >= queue) {
            return false;
        }
        try {
            pool.execute(work);
            return true;
        } catch (RejectedExecutionException closed) {
            return false;
        }
    }

    /** Continues started work regardless of the queue limit, and never in the current thread, which may hold locks. */
    void resume(Runnable begun) {
        try {
            pool.execute(begun);
        } catch (RejectedExecutionException closed) {
            Threads.daemon("bouquet-tagging-last", begun).start();
        }
    }

    void withdraw(Runnable work) {
        pool.remove(work);
    }

    /** Returns the number of texts that are being annotated or wait. */
    int busy() {
        return pool.getActiveCount() + pool.getQueue().size();
    }

    /**
     * Whether the current thread belongs to this pool. Such a thread must not wait for another thread of the pool,
     * because of deadlocks.
     */
    boolean isCurrent() {
        return Thread.currentThread() instanceof Worker worker && worker.isOf(this);
    }

    synchronized void lost() {
        lost++;
        resize();
    }

    synchronized void returned() {
        lost--;
        resize();
    }

    private void resize() {
        int size = threads + Math.min(lost, REPLACED * threads);
        if (size > pool.getMaximumPoolSize()) {
            pool.setMaximumPoolSize(size);
            pool.setCorePoolSize(size);
        } else {
            pool.setCorePoolSize(size);
            pool.setMaximumPoolSize(size);
        }
    }

    /** Finishes the accepted work, and accepts no more. */
    void close() {
        pool.shutdown();
    }
}

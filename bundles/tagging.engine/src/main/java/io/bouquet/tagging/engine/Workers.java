package io.bouquet.tagging.engine;

import io.bouquet.common.Threads;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The threads on which taggers run, and the queue before them. A thread that a tagger does not give back in time is
 * replaced until it comes back, up to a bound.
 */
final class Workers {
    /** Threads that are made good, for each of the pool. Past it a machine is better off refusing texts. */
    private static final int REPLACED = 4;

    private final int threads;
    private final int queue;
    private final ThreadPoolExecutor pool;
    private int lost;

    /** Tells the pool's threads from those of callers. */
    private final class Worker extends Thread {
        Worker(Runnable work, int number) {
            // no inheritable thread-locals and no class loader of whoever happened to ask first: they may be a plugin's
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
                // bounded by offer, for what goes on with a text that was taken on must never be refused
                new LinkedBlockingQueue<>(),
                work -> new Worker(work, number.incrementAndGet()));
        // here and not in the first caller's thread, whose protection domains a new thread would keep
        pool.prestartAllCoreThreads();
    }

    /** False where the queue is full; of many who offer at one moment, a few more may get in. */
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

    /** Goes on with what was begun, however much waits, and not in the current thread, which may hold locks. */
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

    /** Texts that are being annotated or wait. */
    int busy() {
        return pool.getActiveCount() + pool.getQueue().size();
    }

    /** Whether the current thread is one of these: who waits here for another of these may wait forever. */
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

    /** Lets what is there be finished, and takes no more. */
    void close() {
        pool.shutdown();
    }
}

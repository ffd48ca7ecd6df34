package io.bouquet.web.gate;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Counts requests on the way from the gate to a resource of one application, where a rewiring would lose them, and keeps more from coming.
 * An open gate costs two counter steps. Thread-safe.
 */
final class Entry {
    private static final int STRIPES = 16;
    /** A cache line apart, in longs. */
    private static final int APART = 8;

    private static final long LOOK_AGAIN_NANOS = 50_000;

    /** One time of being closed. */
    static final class Closure {
        private final CountDownLatch opened = new CountDownLatch(1);
        private final AtomicInteger holding = new AtomicInteger();
    }

    // Not LongAdder: that a request is seen by who closes, or sees that it is closed, needs full barriers
    private final AtomicLongArray entering = new AtomicLongArray(STRIPES * APART);
    private volatile @Nullable Closure closure;

    /**
     * Begins to enter, waiting while the gate is closed.
     *
     * @return what to {@link #leave}; whether it waited is for {@code held} to know
     */
    int enter(Runnable held) {
        int stripe = (int) (Thread.currentThread().getId() & (STRIPES - 1)) * APART;
        entering.getAndIncrement(stripe);
        Closure shut = closure;
        if (shut != null) {
            held.run();
            hold(shut, stripe);
        }
        return stripe;
    }

    private void hold(Closure first, int stripe) {
        boolean interrupted = false;
        Closure shut = first;
        while (shut != null) {
            shut.holding.incrementAndGet();
            entering.getAndDecrement(stripe);
            boolean waits = true;
            while (waits) {
                try {
                    shut.opened.await();
                    waits = false;
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
            entering.getAndIncrement(stripe);
            Closure next = closure;
            shut.holding.decrementAndGet();
            shut = next;
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    void leave(int stripe) {
        entering.getAndDecrement(stripe);
    }

    /** Keeps requests from entering. One closes at a time, as {@link Gate} sees to. */
    Closure close() {
        Closure shut = new Closure();
        closure = shut;
        return shut;
    }

    /** Lets enter who waits. */
    void open(Closure shut) {
        if (closure == shut) {
            closure = null;
        }
        shut.opened.countDown();
    }

    boolean isClosed() {
        return closure != null;
    }

    /** Waits until all that were held have entered, so that one rewiring after the other cannot hold them for long. */
    void awaitHeld(Closure shut, long nanos) {
        long end = System.nanoTime() + nanos;
        while (shut.holding.get() > 0 && System.nanoTime() - end < 0) {
            LockSupport.parkNanos(LOOK_AGAIN_NANOS);
        }
    }

    /**
     * Waits until none is entering any more, once closed; false where that took too long.
     *
     * @param end of {@link System#nanoTime}
     */
    boolean drain(long end) {
        for (int i = 0; i < STRIPES; i++) {
            while (entering.get(i * APART) > 0) {
                if (System.nanoTime() - end >= 0) {
                    return false;
                }
                LockSupport.parkNanos(LOOK_AGAIN_NANOS);
            }
        }
        return true;
    }
}

package io.bouquet.web.gate;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Counts the requests to one JAX-RS application that have not reached a resource yet, and holds new ones while it is
 * closed. A rewiring would lose such requests. An open gate costs a request two counter steps. Thread-safe.
 */
final class ApplicationGate {
    private static final int STRIPES = 16;
    /** Distance of two counters in longs: one cache line. */
    private static final int STRIPE_DISTANCE = 8;

    private static final long POLL_NANOS = 50_000;

    /** One period in which the gate is closed. */
    static final class Closing {
        private final CountDownLatch opened = new CountDownLatch(1);
        private final AtomicInteger holding = new AtomicInteger();
    }

    // Not a LongAdder: either the closing thread sees the request or the request sees that the gate is closed, and that
    // needs full barriers
    private final AtomicLongArray entering = new AtomicLongArray(STRIPES * STRIPE_DISTANCE);
    private volatile @Nullable Closing current;

    /**
     * Enters, after waiting for the gate to open if it is closed.
     *
     * @param held runs before a wait
     * @return the stripe to {@link #leave}
     */
    int enter(Runnable held) {
        int stripe = (int) (Thread.currentThread().getId() & (STRIPES - 1)) * STRIPE_DISTANCE;
        entering.getAndIncrement(stripe);
        Closing closing = current;
        if (closing != null) {
            held.run();
            hold(closing, stripe);
        }
        return stripe;
    }

    private void hold(Closing first, int stripe) {
        boolean interrupted = false;
        Closing closing = first;
        while (closing != null) {
            closing.holding.incrementAndGet();
            entering.getAndDecrement(stripe);
            boolean waits = true;
            while (waits) {
                try {
                    closing.opened.await();
                    waits = false;
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
            entering.getAndIncrement(stripe);
            Closing next = current;
            closing.holding.decrementAndGet();
            closing = next;
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    void leave(int stripe) {
        entering.getAndDecrement(stripe);
    }

    /** Holds new requests from now on. {@link Gate} makes sure that the gate is closed only once at a time. */
    Closing close() {
        Closing closing = new Closing();
        current = closing;
        return closing;
    }

    /** Lets the requests enter that {@code closing} holds. */
    void open(Closing closing) {
        if (current == closing) {
            current = null;
        }
        closing.opened.countDown();
    }

    boolean isClosed() {
        return current != null;
    }

    /** Waits until all held requests have entered, so that a series of rewirings does not hold them for long. */
    void awaitHeld(Closing closing, long nanos) {
        long end = System.nanoTime() + nanos;
        while (closing.holding.get() > 0 && System.nanoTime() - end < 0) {
            LockSupport.parkNanos(POLL_NANOS);
        }
    }

    /**
     * Waits, after {@link #close}, until no request is entering; returns false if that took too long.
     *
     * @param end in {@link System#nanoTime} time
     */
    boolean drain(long end) {
        for (int i = 0; i < STRIPES; i++) {
            while (entering.get(i * STRIPE_DISTANCE) > 0) {
                if (System.nanoTime() - end >= 0) {
                    return false;
                }
                LockSupport.parkNanos(POLL_NANOS);
            }
        }
        return true;
    }
}

package io.bouquet.web.gate;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Closed while the JAX-RS whiteboard rewires, which it does on the thread that dispatches a service event: from before
 * the whiteboard hears of it until the thread has left the dispatch. Thread-safe.
 */
final class Gate implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Gate.class);
    private static final long LOOK_AGAIN_NANOS = 200_000;
    private static final long SECOND_NANOS = TimeUnit.SECONDS.toNanos(1);
    /** What holds a request up on its way to a resource, such as a filter of a plugin's, must not hold up all. */
    private static final long ENTERING_NANOS = 2 * SECOND_NANOS;

    private static final long PASSING_NANOS = SECOND_NANOS / 20;

    /** What the gate is closed for. */
    final class Rewiring {
        private final Dispatch dispatch;
        private volatile boolean over;

        private Rewiring(Dispatch dispatch) {
            this.dispatch = dispatch;
        }

        boolean isOver() {
            return over;
        }
    }

    final Entry entry = new Entry();
    final Counts counts;
    private final Map<Bundle, Set<Ticket>> users = new ConcurrentHashMap<>();
    private final Runnable onOpen;
    private final long boundNanos;
    private final Thread watcher;
    private final Object lock = new Object();
    /** Guarded by the lock, as is what follows. */
    private final List<Rewiring> rewirings = new ArrayList<>();

    private Entry.@Nullable Closure closure;
    private long closedAt;
    private volatile boolean isOpenForever;

    /** @param onOpen runs on a thread that requests wait for: must be short */
    Gate(Counts counts, Runnable onOpen, long boundNanos) {
        this.counts = counts;
        this.onOpen = onOpen;
        this.boundNanos = boundNanos;
        watcher = new Thread(this::watch, "bouquet-gate");
        watcher.setDaemon(true);
        watcher.start();
    }

    /** The requests that code of a bundle answers. */
    Set<Ticket> users(Bundle bundle) {
        Set<Ticket> known = users.get(bundle);
        return known != null ? known : users.computeIfAbsent(bundle, any -> ConcurrentHashMap.newKeySet());
    }

    void forget(Bundle bundle) {
        users.remove(bundle);
    }

    /** Whether the gate is closed already for what the same thread does around {@code dispatch}. */
    boolean covers(Dispatch dispatch) {
        synchronized (lock) {
            for (Rewiring rewiring : rewirings) {
                if (rewiring.dispatch.contains(dispatch)) {
                    return true;
                }
            }
            return false;
        }
    }

    /** Closes the gate until the dispatch is over, and waits until no request is on its way to a resource. */
    Rewiring close(Dispatch dispatch) {
        letPass(dispatch.thread());
        Rewiring rewiring = new Rewiring(dispatch);
        synchronized (lock) {
            if (closure == null) {
                closure = entry.close();
                closedAt = System.nanoTime();
            }
            rewirings.add(rewiring);
        }
        LockSupport.unpark(watcher);
        if (!entry.drain(ENTERING_NANOS)) {
            counts.overdue.incrementAndGet();
            LOG.warn(
                    "a request took over {} ms to its resource; the whiteboard rewires meanwhile",
                    ENTERING_NANOS / 1_000_000);
        }
        return rewiring;
    }

    /** One event after the other on one thread: those who waited for the first go on before the next. */
    private void letPass(Thread thread) {
        Entry.Closure was;
        synchronized (lock) {
            was = closure;
            boolean mine = false;
            for (Rewiring rewiring : List.copyOf(rewirings)) {
                if (rewiring.dispatch.thread() == thread) {
                    end(rewiring);
                    mine = true;
                }
            }
            if (!mine) {
                return;
            }
            openWhereNoneIsLeft();
        }
        if (was != null) {
            entry.awaitHeld(was, PASSING_NANOS);
        }
    }

    /** Opens before the dispatch is over, since the thread waits for something in the hook. */
    void open(Rewiring rewiring) {
        synchronized (lock) {
            end(rewiring);
            openWhereNoneIsLeft();
        }
    }

    private void end(Rewiring rewiring) {
        rewirings.remove(rewiring);
        rewiring.over = true;
    }

    private void openWhereNoneIsLeft() {
        Entry.Closure shut = closure;
        if (shut != null && rewirings.isEmpty()) {
            closure = null;
            counts.wasClosed(System.nanoTime() - closedAt);
            entry.open(shut);
            onOpen.run();
        }
    }

    private void watch() {
        while (!isOpenForever) {
            if (entry.isClosed()) {
                look();
                LockSupport.parkNanos(LOOK_AGAIN_NANOS);
            } else {
                LockSupport.park(this);
            }
        }
    }

    private void look() {
        synchronized (lock) {
            for (Rewiring rewiring : List.copyOf(rewirings)) {
                if (!rewiring.dispatch.isGoingOn()) {
                    end(rewiring);
                }
            }
            if (closure != null && System.nanoTime() - closedAt > boundNanos) {
                counts.overdue.incrementAndGet();
                LOG.warn(
                        "the whiteboard has not rewired in {} ms; requests no longer wait for it",
                        boundNanos / 1_000_000);
                List.copyOf(rewirings).forEach(this::end);
            }
            openWhereNoneIsLeft();
        }
    }

    /** Stays open from here on. */
    @Override
    public void close() {
        isOpenForever = true;
        synchronized (lock) {
            List.copyOf(rewirings).forEach(this::end);
            openWhereNoneIsLeft();
        }
        LockSupport.unpark(watcher);
    }
}

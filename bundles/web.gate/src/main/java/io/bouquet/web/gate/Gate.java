package io.bouquet.web.gate;

import java.util.ArrayList;
import java.util.EventObject;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.osgi.framework.Bundle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Closed to the applications that the JAX-RS whiteboard rewires, while it does so, which is on the thread that dispatches
 * a service event: from before the whiteboard hears of it until it is told that the whiteboard is done, or else until the
 * thread has left the dispatch. Thread-safe.
 */
final class Gate implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Gate.class);
    /** To look at a stack stops all threads for a moment, so the gate looks often only where the end is near. */
    private static final long LOOK_SOON_NANOS = 400_000;

    private static final long LOOK_AGAIN_NANOS = 2_000_000;
    /** Where the end is told, only in case that it is not. */
    private static final long LOOK_LATE_NANOS = 100_000_000;

    private static final long SECOND_NANOS = TimeUnit.SECONDS.toNanos(1);
    /** What holds a request up on its way to a resource, such as a filter of a plugin's, must not hold up all. */
    private static final long ENTERING_NANOS = 2 * SECOND_NANOS;

    private static final long PASSING_NANOS = SECOND_NANOS / 20;

    /** What the gate is closed for, to some applications. */
    final class Rewiring {
        private final Dispatch dispatch;
        private final Set<Entry> closed;
        private final long begin = System.nanoTime();
        private volatile boolean over;

        private Rewiring(Dispatch dispatch, Set<Entry> closed) {
            this.dispatch = dispatch;
            this.closed = closed;
        }

        boolean isOver() {
            return over;
        }
    }

    final Counts counts;
    private final Map<Bundle, Set<Ticket>> users = new ConcurrentHashMap<>();
    private final Runnable onOpen;
    private final long boundNanos;
    private final Thread watcher;
    private final Object lock = new Object();
    /** Guarded by the lock, as is what follows. */
    private final List<Rewiring> rewirings = new ArrayList<>();

    private final Map<Entry, Entry.Closure> closures = new HashMap<>();
    /** The last of each entry, whose requests may not all have gone on. */
    private final Map<Entry, Entry.Closure> passing = new HashMap<>();

    private long closedAt;
    private volatile boolean isClosed;
    /** Whether the end of some rewiring is seen by looking only. */
    private volatile boolean isWatched;

    private volatile long lookIn = LOOK_AGAIN_NANOS;
    private volatile Entries entries = new Entries();
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

    /** The requests that code of a bundle answers, as they are now. */
    Set<Ticket> users(Bundle bundle) {
        Set<Ticket> known = users.get(bundle);
        return known == null ? Set.of() : Set.copyOf(known);
    }

    void enter(Bundle bundle, Ticket ticket) {
        Set<Ticket> known = users.get(bundle);
        if (known == null) {
            known = users.computeIfAbsent(bundle, any -> ConcurrentHashMap.newKeySet());
        }
        known.add(ticket);
    }

    /** A request may outlive its bundle, which is not kept for it. */
    void leave(Bundle bundle, Ticket ticket) {
        Set<Ticket> known = users.get(bundle);
        if (known != null) {
            known.remove(ticket);
            if (bundle.getState() == Bundle.UNINSTALLED) {
                users.remove(bundle);
            }
        }
    }

    void forget(Bundle bundle) {
        users.remove(bundle);
    }

    Entries entries() {
        return entries;
    }

    /** Of {@code concerned}, to which the gate is not closed by what the same thread does around {@code dispatch}. */
    Set<Entry> stillOpen(Dispatch dispatch, Set<Entry> concerned) {
        Set<Entry> open = new HashSet<>(concerned);
        synchronized (lock) {
            for (Rewiring rewiring : rewirings) {
                if (rewiring.dispatch.contains(dispatch)) {
                    open.removeAll(rewiring.closed);
                }
            }
        }
        return open;
    }

    /**
     * Closes the gate to some applications until the dispatch is over, and the one around it where there is one, and
     * waits until no request is on its way to a resource of them.
     */
    Rewiring close(Dispatch dispatch, Set<Entry> concerned) {
        letPass(dispatch, concerned);
        Rewiring rewiring;
        synchronized (lock) {
            Dispatch outermost = rewirings.stream()
                    .map(one -> one.dispatch)
                    .filter(around -> around.contains(dispatch))
                    .findFirst()
                    .orElse(dispatch);
            rewiring = new Rewiring(outermost, concerned);
            if (closures.isEmpty()) {
                closedAt = System.nanoTime();
            }
            concerned.forEach(entry -> closures.computeIfAbsent(entry, Entry::close));
            rewirings.add(rewiring);
            isClosed = true;
            isWatched |= !outermost.isTold();
        }
        lookIn = LOOK_SOON_NANOS;
        LockSupport.unpark(watcher);
        long end = System.nanoTime() + ENTERING_NANOS;
        for (Entry entry : concerned) {
            if (!entry.drain(end)) {
                counts.overdue.incrementAndGet();
                LOG.warn(
                        "a request took over {} ms to its resource; the whiteboard rewires meanwhile",
                        ENTERING_NANOS / 1_000_000);
                break;
            }
        }
        return rewiring;
    }

    /** Where applications are from here on; closed to those that come, go or move, where there may be requests. */
    void place(Entries next) {
        // those who are held look again which way is theirs
        entries = next;
    }

    /** One event after the other: those who waited for the first go on before the next. */
    private void letPass(Dispatch dispatch, Set<Entry> concerned) {
        Map<Entry, Entry.Closure> opened;
        synchronized (lock) {
            for (Rewiring rewiring : List.copyOf(rewirings)) {
                if (rewiring.dispatch.thread() == dispatch.thread() && !rewiring.dispatch.contains(dispatch)) {
                    end(rewiring);
                }
            }
            openWhereNoneIsLeft();
            opened = new HashMap<>(passing);
            opened.keySet().retainAll(concerned);
            passing.keySet().removeAll(concerned);
        }
        opened.forEach((entry, was) -> entry.awaitHeld(was, PASSING_NANOS));
    }

    /**
     * Opens where the whiteboard has done what it does about an event.
     *
     * @return whether the gate was closed for that
     */
    boolean told(EventObject event) {
        if (!isClosed) {
            return false;
        }
        synchronized (lock) {
            List<Rewiring> over = rewirings.stream()
                    .filter(rewiring -> rewiring.dispatch.event() == event)
                    .toList();
            over.forEach(this::end);
            openWhereNoneIsLeft();
            return !over.isEmpty();
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
        isWatched = rewirings.stream().anyMatch(one -> !one.dispatch.isTold());
    }

    private void openWhereNoneIsLeft() {
        Map<Entry, Entry.Closure> opened = new HashMap<>(closures);
        rewirings.forEach(rewiring -> opened.keySet().removeAll(rewiring.closed));
        if (!opened.isEmpty()) {
            closures.keySet().removeAll(opened.keySet());
            opened.forEach(Entry::open);
            opened.keySet().retainAll(entries.all());
            passing.putAll(opened);
            if (closures.isEmpty()) {
                isClosed = false;
                counts.wasClosed(System.nanoTime() - closedAt);
            }
            onOpen.run();
        }
    }

    /** The whiteboard says that it has rewired; it may have more to do, and others may. */
    void endIsNear() {
        if (isWatched) {
            lookIn = LOOK_SOON_NANOS;
            LockSupport.unpark(watcher);
        }
    }

    private void watch() {
        while (!isOpenForever) {
            if (isClosed) {
                long pause = isWatched ? lookIn : LOOK_LATE_NANOS;
                lookIn = Math.min(2 * lookIn, LOOK_AGAIN_NANOS);
                LockSupport.parkNanos(pause);
                look();
            } else {
                LockSupport.park(this);
            }
        }
    }

    private void look() {
        synchronized (lock) {
            for (Rewiring rewiring : List.copyOf(rewirings)) {
                long age = System.nanoTime() - rewiring.begin;
                if (rewiring.dispatch.isTold() && age < LOOK_LATE_NANOS) {
                    continue;
                }
                if (!rewiring.dispatch.isGoingOn()) {
                    end(rewiring);
                } else if (age > boundNanos) {
                    counts.overdue.incrementAndGet();
                    LOG.warn(
                            "the whiteboard has not rewired in {} ms; requests no longer wait for it",
                            boundNanos / 1_000_000);
                    end(rewiring);
                }
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

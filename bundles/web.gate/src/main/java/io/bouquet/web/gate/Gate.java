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
 * Holds the requests to a JAX-RS application while the whiteboard rewires it. The whiteboard rewires on the thread that
 * dispatches a service event. The gate closes before the whiteboard receives the event. It opens when
 * {@link AfterWhiteboardListener} reports that the whiteboard has handled the event, or when the thread has left the
 * dispatch. Thread-safe.
 */
final class Gate implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Gate.class);
    /** Reading a stack stops all threads for a moment, so the gate polls often only when a rewiring is about to end. */
    private static final long POLL_SOON_NANOS = 400_000;

    private static final long POLL_NANOS = 2_000_000;
    /** For a dispatch whose end is reported: a fallback in case the report is missing. */
    private static final long POLL_REPORTED_NANOS = 100_000_000;

    private static final long SECOND_NANOS = TimeUnit.SECONDS.toNanos(1);
    /** Longest wait for requests that have not reached a resource: a slow filter of one plugin must not block the rest. */
    private static final long MAX_ENTERING_NANOS = 2 * SECOND_NANOS;

    private static final long MAX_HELD_NANOS = SECOND_NANOS / 20;

    /** One rewiring, for which the gate is closed to some applications. */
    final class Rewiring {
        private final EventDispatch dispatch;
        private final Set<ApplicationGate> closed;
        private final long begin = System.nanoTime();
        private volatile boolean over;

        private Rewiring(EventDispatch dispatch, Set<ApplicationGate> closed) {
            this.dispatch = dispatch;
            this.closed = closed;
        }

        boolean isOver() {
            return over;
        }
    }

    final Counts counts;
    private final Map<Bundle, Set<GatedRequest>> answering = new ConcurrentHashMap<>();
    private final Runnable onOpen;
    private final long boundNanos;
    private final Thread watcher;
    private final Object lock = new Object();
    /** Guarded by the lock, as are the next three fields. */
    private final List<Rewiring> rewirings = new ArrayList<>();

    private final Map<ApplicationGate, ApplicationGate.Closing> closings = new HashMap<>();
    /** The last closing of each gate that is open again; some held requests may not have entered yet. */
    private final Map<ApplicationGate, ApplicationGate.Closing> lastClosings = new HashMap<>();

    private long closedAt;
    private volatile boolean isClosed;
    /** Whether the end of some rewiring shows only on a stack. */
    private volatile boolean isWatched;

    private volatile long pollInterval = POLL_NANOS;
    private volatile ApplicationGates applications = new ApplicationGates();
    private volatile boolean isOpenForever;

    /** @param onOpen runs when a gate opens, on a thread for which requests wait; must be short */
    Gate(Counts counts, Runnable onOpen, long boundNanos) {
        this.counts = counts;
        this.onOpen = onOpen;
        this.boundNanos = boundNanos;
        watcher = new Thread(this::watch, "bouquet-gate");
        watcher.setDaemon(true);
        watcher.start();
    }

    /** Returns the requests that a bundle is answering now. */
    Set<GatedRequest> answeredBy(Bundle bundle) {
        Set<GatedRequest> known = answering.get(bundle);
        return known == null ? Set.of() : Set.copyOf(known);
    }

    void enter(Bundle bundle, GatedRequest request) {
        Set<GatedRequest> known = answering.get(bundle);
        if (known == null) {
            known = answering.computeIfAbsent(bundle, any -> ConcurrentHashMap.newKeySet());
        }
        known.add(request);
    }

    /** A request may outlive its bundle; the gate keeps no reference to an uninstalled bundle. */
    void leave(Bundle bundle, GatedRequest request) {
        Set<GatedRequest> known = answering.get(bundle);
        if (known != null) {
            known.remove(request);
            if (bundle.getState() == Bundle.UNINSTALLED) {
                answering.remove(bundle);
            }
        }
    }

    void forget(Bundle bundle) {
        answering.remove(bundle);
    }

    ApplicationGates applications() {
        return applications;
    }

    /** Returns those of {@code concerned} that no rewiring around {@code dispatch} on the same thread has closed. */
    Set<ApplicationGate> openAmong(EventDispatch dispatch, Set<ApplicationGate> concerned) {
        Set<ApplicationGate> open = new HashSet<>(concerned);
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
     * Closes the gate to some applications until the outermost dispatch around {@code dispatch} is over, and waits until
     * the requests that have entered have reached a resource.
     */
    Rewiring close(EventDispatch dispatch, Set<ApplicationGate> concerned) {
        awaitHeldRequests(dispatch, concerned);
        Rewiring rewiring;
        synchronized (lock) {
            EventDispatch outermost = rewirings.stream()
                    .map(one -> one.dispatch)
                    .filter(around -> around.contains(dispatch))
                    .findFirst()
                    .orElse(dispatch);
            rewiring = new Rewiring(outermost, concerned);
            if (closings.isEmpty()) {
                closedAt = System.nanoTime();
            }
            concerned.forEach(application -> closings.computeIfAbsent(application, ApplicationGate::close));
            rewirings.add(rewiring);
            isClosed = true;
            isWatched |= !outermost.reportsEnd();
        }
        pollInterval = POLL_SOON_NANOS;
        LockSupport.unpark(watcher);
        long end = System.nanoTime() + MAX_ENTERING_NANOS;
        for (ApplicationGate application : concerned) {
            if (!application.drain(end)) {
                counts.overdue.incrementAndGet();
                LOG.warn(
                        "a request took more than {} ms to reach its resource; the whiteboard rewires while it is on its way",
                        MAX_ENTERING_NANOS / 1_000_000);
                break;
            }
        }
        return rewiring;
    }

    /** Replaces the applications. The gate must be closed to those that are added, removed or moved. */
    void setApplications(ApplicationGates next) {
        // held requests look up their application again
        applications = next;
    }

    /** Ends earlier rewirings of this thread and lets the requests they held enter before the next rewiring closes the gate. */
    private void awaitHeldRequests(EventDispatch dispatch, Set<ApplicationGate> concerned) {
        Map<ApplicationGate, ApplicationGate.Closing> opened;
        synchronized (lock) {
            for (Rewiring rewiring : List.copyOf(rewirings)) {
                if (rewiring.dispatch.thread() == dispatch.thread() && !rewiring.dispatch.contains(dispatch)) {
                    end(rewiring);
                }
            }
            openUnlessRewiring();
            opened = new HashMap<>(lastClosings);
            opened.keySet().retainAll(concerned);
            lastClosings.keySet().removeAll(concerned);
        }
        opened.forEach((application, was) -> application.awaitHeld(was, MAX_HELD_NANOS));
    }

    /**
     * Opens the gate, since the whiteboard has handled an event.
     *
     * @return whether the gate was closed for the event
     */
    boolean handled(EventObject event) {
        if (!isClosed) {
            return false;
        }
        synchronized (lock) {
            List<Rewiring> over = rewirings.stream()
                    .filter(rewiring -> rewiring.dispatch.event() == event)
                    .toList();
            over.forEach(this::end);
            openUnlessRewiring();
            return !over.isEmpty();
        }
    }

    /** Opens the gate before the dispatch is over, while the thread waits in the hook. */
    void open(Rewiring rewiring) {
        synchronized (lock) {
            end(rewiring);
            openUnlessRewiring();
        }
    }

    private void end(Rewiring rewiring) {
        rewirings.remove(rewiring);
        rewiring.over = true;
        isWatched = rewirings.stream().anyMatch(one -> !one.dispatch.reportsEnd());
    }

    private void openUnlessRewiring() {
        Map<ApplicationGate, ApplicationGate.Closing> opened = new HashMap<>(closings);
        rewirings.forEach(rewiring -> opened.keySet().removeAll(rewiring.closed));
        if (!opened.isEmpty()) {
            closings.keySet().removeAll(opened.keySet());
            opened.forEach(ApplicationGate::open);
            opened.keySet().retainAll(applications.all());
            lastClosings.putAll(opened);
            if (closings.isEmpty()) {
                isClosed = false;
                counts.wasClosed(System.nanoTime() - closedAt);
            }
            onOpen.run();
        }
    }

    /** The whiteboard reports that it has rewired, so the dispatch is about to end; other listeners may follow. */
    void rewired() {
        if (isWatched) {
            pollInterval = POLL_SOON_NANOS;
            LockSupport.unpark(watcher);
        }
    }

    private void watch() {
        while (!isOpenForever) {
            if (isClosed) {
                long pause = isWatched ? pollInterval : POLL_REPORTED_NANOS;
                pollInterval = Math.min(2 * pollInterval, POLL_NANOS);
                LockSupport.parkNanos(pause);
                poll();
            } else {
                LockSupport.park(this);
            }
        }
    }

    private void poll() {
        synchronized (lock) {
            for (Rewiring rewiring : List.copyOf(rewirings)) {
                long age = System.nanoTime() - rewiring.begin;
                if (rewiring.dispatch.reportsEnd() && age < POLL_REPORTED_NANOS) {
                    continue;
                }
                if (!rewiring.dispatch.isGoingOn()) {
                    end(rewiring);
                } else if (age > boundNanos) {
                    counts.overdue.incrementAndGet();
                    LOG.warn(
                            "the whiteboard did not finish rewiring in {} ms; requests no longer wait for it",
                            boundNanos / 1_000_000);
                    end(rewiring);
                }
            }
            openUnlessRewiring();
        }
    }

    /** Opens the gate and keeps it open. */
    @Override
    public void close() {
        isOpenForever = true;
        synchronized (lock) {
            List.copyOf(rewirings).forEach(this::end);
            openUnlessRewiring();
        }
        LockSupport.unpark(watcher);
    }
}

package io.bouquet.web.gate;

import io.bouquet.web.RequestLease;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One request, from the gate until its answer is written. */
final class GatedRequest implements RequestLease {
    private static final Logger LOG = LoggerFactory.getLogger(GatedRequest.class);
    private static final int NOT_ENTERING = -1;

    private final Gate gate;
    final boolean isCounted;
    final long begin = System.nanoTime();
    private final AtomicInteger stripe = new AtomicInteger(NOT_ENTERING);
    private final AtomicBoolean finished = new AtomicBoolean();
    private final AtomicBoolean answered = new AtomicBoolean();
    private final List<Runnable> onEnding = new ArrayList<>();
    /** Guarded by itself. */
    private final List<Runnable> afterAnswer = new ArrayList<>();
    /** What the request has opened, by type, in order; null after it was closed. Guarded by the lock of the tasks. */
    private @Nullable Map<Class<?>, AutoCloseable> opened = new LinkedHashMap<>();

    private volatile ApplicationGate application;
    private volatile @Nullable Bundle bundle;
    private final Object lock = new Object();
    /** Written under the lock, so that a thread that has left the request is not interrupted. */
    private volatile @Nullable Thread thread;
    /** Guarded by the lock. */
    private boolean isInterrupted;

    private volatile String path = "";
    private volatile boolean ending;
    private volatile boolean wasInterrupted;
    private volatile boolean timedOut;
    private volatile boolean waited;
    private volatile boolean resumed;
    private volatile boolean claimedByServlet;
    private volatile List<Set<GatedRequest>> answering = List.of();

    /** @param isCounted whether it counts as traffic */
    GatedRequest(Gate gate, boolean isCounted) {
        this.gate = gate;
        this.isCounted = isCounted;
        this.application = gate.applications().of("");
    }

    /** Enters the application that serves a path, after waiting if its gate is closed. */
    void enter(String path) {
        while (true) {
            ApplicationGate into = gate.applications().of(path);
            int inStripe = into.enter(this::waited);
            if (gate.applications().of(path) == into) {
                application = into;
                stripe.set(inStripe);
                this.path = path;
                entersThread();
                return;
            }
            into.leave(inStripe);
        }
    }

    /** The request has reached a resource, where a rewiring cannot lose it. Further calls do nothing. */
    void reachedResource() {
        int was = stripe.getAndSet(NOT_ENTERING);
        if (was != NOT_ENTERING) {
            application.leave(was);
        }
    }

    /** A method of {@code owner} is about to answer the request. */
    void reachedResource(Bundle owner) {
        if (bundle == null) {
            bundle = owner;
            gate.enter(owner, this);
        }
        reachedResource();
    }

    /**
     * The calling thread is about to run servlets and filters for the request, instead of any earlier ones.
     *
     * @param services for each servlet and filter, the requests that it is answering
     */
    void answeredBy(List<Set<GatedRequest>> services, String path) {
        noLongerAnswered();
        if (!services.isEmpty()) {
            answering = services;
            services.forEach(service -> service.add(this));
        }
        this.path = path;
        entersThread();
    }

    private void noLongerAnswered() {
        answering.forEach(service -> service.remove(this));
        answering = List.of();
    }

    /** Whether the request may be passing servlet filters: it is on a thread and has not reached a JAX-RS method. */
    boolean isInFilters() {
        return thread != null && bundle == null && !finished.get();
    }

    /** A servlet answers the request to its end, even if it dispatches the request again. */
    void claimByServlet() {
        claimedByServlet = true;
    }

    /** Whether a servlet or a JAX-RS method answers the request, so that it need not wait for an absent route. */
    boolean isClaimed() {
        return claimedByServlet || isMatched();
    }

    /** The request waits for an absent route and enters again afterwards. */
    void waitsForAbsentRoute() {
        reachedResource();
        leavesThread();
        waited = true;
        resumed = true;
        noLongerAnswered();
    }

    /** Whether the request enters again after a wait; resets that. */
    boolean takeResumed() {
        boolean was = resumed;
        resumed = false;
        return was;
    }

    boolean isMatched() {
        return bundle != null;
    }

    private void entersThread() {
        synchronized (lock) {
            thread = Thread.currentThread();
        }
    }

    /** Called by the thread that leaves the request; clears an interrupt that was meant for this request. */
    void leavesThread() {
        synchronized (lock) {
            thread = null;
            if (isInterrupted) {
                isInterrupted = false;
                Thread.interrupted();
            }
        }
    }

    boolean isOnThread() {
        return thread == Thread.currentThread();
    }

    /** Interrupts the thread that works on the request, but not a thread that has left it for another request. */
    void interrupt() {
        synchronized (lock) {
            Thread working = thread;
            if (working != null) {
                isInterrupted = true;
                wasInterrupted = true;
                working.interrupt();
            }
        }
    }

    /** Whether the request is answered just now, and was not answered before. */
    boolean answer() {
        return !answered.getAndSet(true);
    }

    /** Finishes the request, after its answer and its tasks. Further calls do nothing. */
    void finish() {
        reachedResource();
        if (finished.getAndSet(true)) {
            return;
        }
        Bundle owner = bundle;
        if (owner != null) {
            gate.leave(owner, this);
        }
        noLongerAnswered();
        synchronized (onEnding) {
            onEnding.clear();
        }
    }

    /** Returns the tasks that run after the answer, and forgets them. */
    List<Runnable> takeTasks() {
        synchronized (afterAnswer) {
            List<Runnable> tasks = List.copyOf(afterAnswer);
            afterAnswer.clear();
            return tasks;
        }
    }

    /** Returns tasks that close what the request has opened. Nothing can be opened from now on. */
    List<Runnable> takeOpened() {
        synchronized (afterAnswer) {
            List<Runnable> closings = new ArrayList<>();
            if (opened != null) {
                opened.values().forEach(one -> closings.add(0, () -> close(one)));
            }
            opened = null;
            return closings;
        }
    }

    private static void close(AutoCloseable opened) {
        try {
            opened.close();
        } catch (Exception e) {
            throw new IllegalStateException("cannot close " + opened.getClass().getName(), e);
        }
    }

    /** Runs tasks on the calling thread, which the gate may interrupt meanwhile. */
    void run(List<Runnable> tasks) {
        entersThread();
        tasks.forEach(GatedRequest::run);
        leavesThread();
    }

    /** Returns the path that the request entered with. */
    String path() {
        return path;
    }

    /** Returns the name of the thread that works on the request; the empty string if none does. */
    String threadName() {
        Thread working = thread;
        return working == null ? "" : working.getName();
    }

    boolean isFinished() {
        return finished.get();
    }

    void waited() {
        waited = true;
    }

    boolean hasWaited() {
        return waited;
    }

    /** The absent route did not come back in time. */
    void timeOut() {
        timedOut = true;
    }

    boolean hasTimedOut() {
        return timedOut;
    }

    /** Asks the request to end: runs the actions that wait for that. */
    void askToEnd() {
        List<Runnable> actions;
        synchronized (onEnding) {
            ending = true;
            actions = List.copyOf(onEnding);
            onEnding.clear();
        }
        actions.forEach(GatedRequest::run);
    }

    private static void run(Runnable action) {
        try {
            action.run();
        } catch (RuntimeException | Error e) {
            LOG.warn("an action or task of a request failed", e);
        }
    }

    @Override
    public boolean isEnding() {
        return ending;
    }

    @Override
    public boolean wasInterrupted() {
        return wasInterrupted;
    }

    @Override
    public void onEnding(Runnable action) {
        synchronized (onEnding) {
            if (!ending) {
                onEnding.add(action);
                return;
            }
        }
        action.run();
    }

    @Override
    public void afterAnswer(Runnable task) {
        synchronized (afterAnswer) {
            afterAnswer.add(task);
        }
    }

    @Override
    public <T extends AutoCloseable> T open(Class<T> type, Supplier<? extends T> opener) {
        synchronized (afterAnswer) {
            if (opened == null) {
                throw new IllegalStateException("the request has ended, so a " + type.getName() + " cannot be opened");
            }
            AutoCloseable known = opened.get(type);
            if (known == null) {
                known = opener.get();
                opened.put(type, known);
            }
            return type.cast(known);
        }
    }
}

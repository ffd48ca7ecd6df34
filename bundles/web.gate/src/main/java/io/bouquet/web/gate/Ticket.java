package io.bouquet.web.gate;

import io.bouquet.web.RequestLease;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One request, from the gate until its answer is written. */
final class Ticket implements RequestLease {
    private static final Logger LOG = LoggerFactory.getLogger(Ticket.class);
    private static final int NOT_ENTERING = -1;

    private final Gate gate;
    final boolean isCounted;
    final long begin = System.nanoTime();
    private final AtomicInteger stripe = new AtomicInteger(NOT_ENTERING);
    private final AtomicBoolean finished = new AtomicBoolean();
    private final List<Runnable> onEnding = new ArrayList<>();
    private volatile Entry entry;
    private volatile @Nullable Bundle bundle;
    private final Object lock = new Object();
    /** Written under the lock, so that no interrupt is sent to a thread that has left the request. */
    private volatile @Nullable Thread thread;
    /** Guarded by the lock. */
    private boolean isInterrupted;

    private volatile String way = "";
    private volatile boolean ending;
    private volatile boolean wasInterrupted;
    private volatile boolean gaveUp;
    private volatile boolean waited;
    private volatile boolean resumes;
    private volatile boolean letIn;
    private volatile List<Set<Ticket>> answering = List.of();

    /** @param isCounted whether it is traffic */
    Ticket(Gate gate, boolean isCounted) {
        this.gate = gate;
        this.isCounted = isCounted;
        this.entry = gate.entries().of("");
    }

    /** Enters the application that a path leads to, waiting while the gate is closed to it. */
    void enter(String path) {
        while (true) {
            Entry into = gate.entries().of(path);
            int inStripe = into.enter(this::waited);
            if (gate.entries().of(path) == into) {
                entry = into;
                stripe.set(inStripe);
                way = path;
                entersThread();
                return;
            }
            into.leave(inStripe);
        }
    }

    /** Is where a rewiring cannot lose it; that it is so more than once does no harm. */
    void entered() {
        int was = stripe.getAndSet(NOT_ENTERING);
        if (was != NOT_ENTERING) {
            entry.leave(was);
        }
    }

    /** A method of {@code owner} is about to answer. */
    void entered(Bundle owner) {
        if (bundle == null) {
            bundle = owner;
            gate.enter(owner, this);
        }
        entered();
    }

    /**
     * Servlets and filters are about to answer on the calling thread, in place of those that were to answer before.
     *
     * @param services the requests that each of them is answering
     */
    void answeredBy(List<Set<Ticket>> services, String path) {
        noLongerAnswered();
        if (!services.isEmpty()) {
            answering = services;
            services.forEach(service -> service.add(this));
        }
        way = path;
        entersThread();
    }

    private void noLongerAnswered() {
        answering.forEach(service -> service.remove(this));
        answering = List.of();
    }

    /** Whether it may be on its way through servlet filters: on a thread, and no method of a service has it. */
    boolean isOnWay() {
        return thread != null && bundle == null && !finished.get();
    }

    /** A servlet is asked to answer, so that it is the servlet's to the end, also where that dispatches it again. */
    void letIn() {
        letIn = true;
    }

    /** Whether it has an owner, whom nothing that is absent can take it from. */
    boolean hasOwner() {
        return letIn || isMatched();
    }

    /** Waits for something that is absent, to come in anew. */
    void waitsOutside() {
        entered();
        leavesThread();
        waited = true;
        resumes = true;
        noLongerAnswered();
    }

    /** Whether it comes in anew after a wait, as if for the first time. */
    boolean resumes() {
        boolean anew = resumes;
        resumes = false;
        return anew;
    }

    boolean isMatched() {
        return bundle != null;
    }

    private void entersThread() {
        synchronized (lock) {
            thread = Thread.currentThread();
        }
    }

    /** To be called by the thread that leaves it; an interrupt that was meant for this request ends here. */
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

    /** Interrupts the thread that works on the request, and never one that has gone on to another. */
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

    /** False where it was finished before. */
    boolean finish() {
        entered();
        if (finished.getAndSet(true)) {
            return false;
        }
        Bundle owner = bundle;
        if (owner != null) {
            gate.leave(owner, this);
        }
        noLongerAnswered();
        synchronized (onEnding) {
            onEnding.clear();
        }
        return true;
    }

    /** The path that it entered with. */
    String path() {
        return way;
    }

    /** Of the thread that works on it; the empty string if none does now. */
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

    /** What it waited for did not come in time. */
    void giveUp() {
        gaveUp = true;
    }

    boolean hasGivenUp() {
        return gaveUp;
    }

    void end() {
        List<Runnable> actions;
        synchronized (onEnding) {
            ending = true;
            actions = List.copyOf(onEnding);
            onEnding.clear();
        }
        actions.forEach(Ticket::run);
    }

    private static void run(Runnable action) {
        try {
            action.run();
        } catch (RuntimeException e) {
            LOG.warn("a request that should end threw", e);
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
}

package io.bouquet.web.gate;

import io.bouquet.web.RequestLease;
import java.util.ArrayList;
import java.util.List;
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
    private volatile boolean gaveUp;
    private volatile boolean waited;

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

package io.bouquet.accounts.jpa;

import io.bouquet.accounts.jpa.LoginPace.Source;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Limits how many password hashes, which are slow on purpose, are computed at the same time: in total, and to one for
 * each source. Others wait in order. The number of waiting logins and their waiting time are limited too, because each
 * holds a thread of the HTTP server. Thread-safe.
 */
final class HashTurns {
    private final int turns;
    private final int maxWaiting;
    private final long waitNanos;
    private final Set<Source> running = new HashSet<>();
    private final Deque<Waiter> waiting = new ArrayDeque<>();

    HashTurns(int turns, int maxWaiting, long waitNanos) {
        this.turns = turns;
        this.maxWaiting = maxWaiting;
        this.waitNanos = waitNanos;
    }

    /** Waits for permission to compute a hash; returns false if too many are waiting or the time limit is over. */
    synchronized boolean take(Source source) {
        if (running.size() < turns && !running.contains(source)) {
            running.add(source);
            return true;
        }
        if (waiting.size() >= maxWaiting) {
            return false;
        }
        Waiter waiter = new Waiter(source);
        waiting.add(waiter);
        long end = System.nanoTime() + waitNanos;
        try {
            for (long left = waitNanos; !waiter.granted && left > 0; left = end - System.nanoTime()) {
                TimeUnit.NANOSECONDS.timedWait(this, left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            if (waiter.granted) {
                release(source);
            }
            waiter.granted = false;
        }
        if (!waiter.granted) {
            waiting.remove(waiter);
        }
        return waiter.granted;
    }

    synchronized void release(Source source) {
        running.remove(source);
        for (Iterator<Waiter> next = waiting.iterator(); next.hasNext() && running.size() < turns; ) {
            Waiter waiter = next.next();
            if (running.add(waiter.source)) {
                waiter.granted = true;
                next.remove();
            }
        }
        notifyAll();
    }

    synchronized int waiting() {
        return waiting.size();
    }

    private static final class Waiter {
        private final Source source;
        private boolean granted;

        Waiter(Source source) {
            this.source = source;
        }
    }
}

package io.bouquet.tagging.engine;

import io.bouquet.tagging.TaggerInfo;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Decides when a text may enter one version of a tagger. It has a circuit breaker, a limited number of permits, and a
 * queue of waiters for a permit. Thread-safe; one lock guards all state.
 *
 * <p>A woken waiter calls {@link #enter} again. If another caller was faster, the waiter keeps its place in the queue.
 * At any time no permit is free, or the queue is empty, or for each free permit one waiter has been woken and has not
 * called yet. When the circuit opens, all waiters are woken and then refused.
 */
final class Admission {
    private final LongSupplier nanoClock;
    private final Circuit circuit;
    /** Waiters, in the order of their arrival. */
    private final Map<Waiter, Place> queue = new LinkedHashMap<>();

    private int limit = 1;
    private int inside;
    private int woken;
    private long calls;
    private long failures;
    /** Texts that the tagger has finished itself. */
    private long done;

    /** The answer to {@link #enter}. */
    enum Answer {
        /** The caller has a permit and must call {@link #leave}. */
        ENTERED,
        /** The caller waits. {@link Waiter#wake} follows, unless it calls {@link #withdraw} first. */
        QUEUED,
        /** The tagger is suspended; {@link #reason()} says why. */
        REFUSED
    }

    /** The outcome of a text that leaves. */
    enum Outcome {
        SUCCEEDED,
        FAILED,
        /** The text was taken away from the tagger earlier, and counted as a failure then. */
        COUNTED,
        /** The text was taken away through no fault of the tagger. */
        UNJUDGED
    }

    /** Waits for a permit. */
    interface Waiter {
        /**
         * Schedules another call of {@link #enter} on another thread. It is called under the lock and must not block.
         */
        void wake();
    }

    private static final class Place {
        private final long since;
        private final long doneThen;
        private boolean woken;

        Place(long since, long doneThen) {
            this.since = since;
            this.doneThen = doneThen;
        }
    }

    /** @param nanoClock as {@link System#nanoTime} */
    Admission(LongSupplier nanoClock) {
        this.nanoClock = nanoClock;
        circuit = new Circuit(nanoClock);
    }

    /** @param permits current number of permits, which may change between calls */
    synchronized Answer enter(Waiter who, int permits) {
        limit = permits;
        // check the permits first, because asking the circuit starts a trial
        if (inside < limit && circuit.enter()) {
            remove(who);
            inside++;
            calls++;
            return Answer.ENTERED;
        }
        if (circuit.state() != TaggerInfo.Circuit.CLOSED) {
            // refuse instead of queueing, because hanging texts may hold all permits
            remove(who);
            return Answer.REFUSED;
        }
        Place place = queue.computeIfAbsent(who, one -> new Place(nanoClock.getAsLong(), done));
        if (place.woken) {
            place.woken = false;
            woken--;
        }
        return Answer.QUEUED;
    }

    /** Gives the permit back. */
    synchronized void leave(Outcome outcome) {
        inside--;
        switch (outcome) {
            case SUCCEEDED -> {
                done++;
                circuit.succeeded();
            }
            case FAILED -> countFailure();
            case UNJUDGED -> done++;
            case COUNTED -> {
                // the hanging text was already counted
            }
        }
        wakeWaiters();
    }

    /** Counts a failure of a text that was taken away from the tagger. Its permit returns with its thread. */
    synchronized void failed() {
        countFailure();
        wakeWaiters();
    }

    /**
     * Removes a waiter. It counts as a failure of the tagger if the waiter waited for {@code longEnough} and no text
     * was finished meanwhile. Otherwise the tagger works, but has too many requests.
     *
     * @param longEnough in nanoseconds
     */
    synchronized void withdraw(Waiter who, long longEnough) {
        Place place = remove(who);
        if (place != null && done == place.doneThen && nanoClock.getAsLong() - place.since >= longEnough) {
            countFailure();
        }
        wakeWaiters();
    }

    private @Nullable Place remove(Waiter who) {
        Place place = queue.remove(who);
        if (place != null && place.woken) {
            woken--;
        }
        return place;
    }

    private void countFailure() {
        failures++;
        circuit.failed();
    }

    private void wakeWaiters() {
        if (queue.isEmpty()) {
            return;
        }
        boolean all = circuit.state() != TaggerInfo.Circuit.CLOSED;
        for (Map.Entry<Waiter, Place> waiting : queue.entrySet()) {
            if (!all && woken >= limit - inside) {
                return;
            }
            if (!waiting.getValue().woken) {
                waiting.getValue().woken = true;
                woken++;
                waiting.getKey().wake();
            }
        }
    }

    /**
     * Returns the number of texts in the tagger, including texts that were taken away but whose threads have not
     * returned.
     */
    synchronized int inside() {
        return inside;
    }

    /** Returns why the tagger is suspended, and for how long; the empty string if it is not suspended. */
    synchronized String reason() {
        return circuit.reason();
    }

    synchronized TaggerInfo.Traffic traffic() {
        return new TaggerInfo.Traffic(calls, failures, inside, circuit.state());
    }
}

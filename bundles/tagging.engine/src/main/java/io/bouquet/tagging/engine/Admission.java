package io.bouquet.tagging.engine;

import io.bouquet.tagging.TaggerInfo;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Decides when a text may enter one version of a tagger: there are so many permits, a circuit breaker before them, and a
 * queue of those who wait for a permit. Thread-safe; one lock guards all of it.
 *
 * <p>A waiter is woken to ask again; a newcomer may be faster, and then the waiter keeps its place. At any moment either
 * no permit is free, or nobody waits, or as many waiters as there are free permits have been woken and have not asked
 * yet. When the circuit opens, all are woken, and refused as they ask.
 */
final class Admission {
    private final LongSupplier nanoClock;
    private final Circuit circuit;
    /** The one that has waited longest comes first. */
    private final Map<Waiter, Place> queue = new LinkedHashMap<>();

    private int limit = 1;
    private int inside;
    private int woken;
    private long calls;
    private long failures;
    /** Texts that the tagger gave back by itself. */
    private long done;

    /** What a caller learns that asks to enter. */
    enum Answer {
        /** {@link #leave} is due. */
        ENTERED,
        /** {@link Waiter#wake} follows, unless {@link #withdraw} comes first. */
        QUEUED,
        /** The tagger is suspended; {@link #reason()} says why. */
        REFUSED
    }

    /** How a text fared that leaves. */
    enum Outcome {
        SUCCEEDED,
        FAILED,
        /** It was taken away from the tagger before, and counted as a failure then. */
        COUNTED,
        /** It was taken away for no fault of the tagger. */
        UNJUDGED
    }

    /** Waits for a permit. */
    interface Waiter {
        /** Asks to {@link #enter} again, soon and on another thread: it is called under the lock. */
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

    /** @param permits that there are now; a configuration may change it from one call to the next */
    synchronized Answer enter(Waiter who, int permits) {
        limit = permits;
        // the permit first: asking the circuit begins a trial
        if (inside < limit && circuit.enter()) {
            remove(who);
            inside++;
            calls++;
            return Answer.ENTERED;
        }
        if (circuit.state() != TaggerInfo.Circuit.CLOSED) {
            // not waited for either: texts that hang may hold all permits
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
                // it hung
            }
        }
        wakeWaiters();
    }

    /** A text was taken away from the tagger; its permit is given back when its thread returns. */
    synchronized void failed() {
        countFailure();
        wakeWaiters();
    }

    /**
     * Gives up waiting. The tagger is at fault if this one waited for {@code longEnough} and not one text was done
     * meanwhile. Otherwise it does its work, and too many ask.
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

    /** Texts that are with the tagger, those included that were taken away and whose threads have not returned. */
    synchronized int inside() {
        return inside;
    }

    /** Why the tagger is suspended, and for how long; the empty string if it is not. */
    synchronized String reason() {
        return circuit.reason();
    }

    synchronized TaggerInfo.Traffic traffic() {
        return new TaggerInfo.Traffic(calls, failures, inside, circuit.state());
    }
}

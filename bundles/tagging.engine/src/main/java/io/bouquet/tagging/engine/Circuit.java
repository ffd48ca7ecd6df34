package io.bouquet.tagging.engine;

import io.bouquet.tagging.TaggerInfo;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;

/**
 * The circuit breaker in front of one version of a tagger. It opens where half or more of the last texts failed, lets
 * one text in after a while, and closes when that one succeeds. Lock-free: a tagger that has been well for a while
 * costs one volatile read a call.
 */
final class Circuit {
    private static final int WINDOW = 20;
    private static final int FEWEST = 5;
    private static final long FIRST_WAIT = TimeUnit.SECONDS.toNanos(5);
    private static final long LONGEST_WAIT = TimeUnit.SECONDS.toNanos(60);

    private static final Moment CLEAN = new Moment(TaggerInfo.Circuit.CLOSED, 0, 0, 0, 0, 0);

    private final LongSupplier nanoClock;
    private final AtomicReference<Moment> now = new AtomicReference<>(CLEAN);

    /**
     * What is remembered at one moment.
     *
     * @param outcomes of the last texts, one bit each, the latest lowest; 1 where it failed
     * @param known    how many of the bits are outcomes, up to {@link #WINDOW}
     * @param pause    between two trials
     * @param next     when another text may be let in
     * @param trials   that failed since the circuit opened
     */
    private record Moment(TaggerInfo.Circuit state, int outcomes, int known, long pause, long next, int trials) {
        int failures() {
            return Integer.bitCount(outcomes);
        }

        boolean isWell() {
            return known == WINDOW && outcomes == 0;
        }

        Moment with(boolean failure) {
            int window = (outcomes << 1 | (failure ? 1 : 0)) & ((1 << WINDOW) - 1);
            return new Moment(state, window, Math.min(known + 1, WINDOW), pause, next, trials);
        }

        boolean isTooMuch() {
            return known >= FEWEST && 2 * failures() >= known;
        }

        Moment open(long at, long wait, int failedTrials) {
            return new Moment(TaggerInfo.Circuit.OPEN, outcomes, known, wait, at + wait, failedTrials);
        }
    }

    /** @param nanoClock as {@link System#nanoTime} */
    Circuit(LongSupplier nanoClock) {
        this.nanoClock = nanoClock;
    }

    private Moment moment() {
        return Objects.requireNonNull(now.get());
    }

    /**
     * Whether the tagger may be given a text. Where it may, {@link #succeeded()} or {@link #failed()} is due; a trial
     * that never comes back makes way for the next one after as long as the circuit was open.
     */
    boolean enter() {
        while (true) {
            Moment seen = moment();
            if (seen.state == TaggerInfo.Circuit.CLOSED) {
                return true;
            }
            long time = nanoClock.getAsLong();
            if (time - seen.next < 0) {
                return false;
            }
            Moment trial = new Moment(
                    TaggerInfo.Circuit.HALF_OPEN,
                    seen.outcomes,
                    seen.known,
                    seen.pause,
                    time + seen.pause,
                    seen.trials);
            if (now.compareAndSet(seen, trial)) {
                return true;
            }
        }
    }

    void succeeded() {
        while (true) {
            Moment seen = moment();
            // what a text came to that was begun before the circuit opened says nothing of how the tagger is now
            if (seen.state == TaggerInfo.Circuit.OPEN || (seen.state == TaggerInfo.Circuit.CLOSED && seen.isWell())) {
                return;
            }
            Moment next = seen.state == TaggerInfo.Circuit.HALF_OPEN ? CLEAN : seen.with(false);
            if (now.compareAndSet(seen, next)) {
                return;
            }
        }
    }

    void failed() {
        while (true) {
            Moment seen = moment();
            if (seen.state == TaggerInfo.Circuit.OPEN) {
                return;
            }
            Moment next;
            if (seen.state == TaggerInfo.Circuit.HALF_OPEN) {
                long pause = Math.min(2 * seen.pause, LONGEST_WAIT);
                next = seen.open(nanoClock.getAsLong(), pause, seen.trials + 1);
            } else {
                Moment more = seen.with(true);
                next = more.isTooMuch() ? more.open(nanoClock.getAsLong(), FIRST_WAIT, 0) : more;
            }
            if (now.compareAndSet(seen, next)) {
                return;
            }
        }
    }

    /** {@code HALF_OPEN} as soon as a text would be let in. */
    TaggerInfo.Circuit state() {
        Moment seen = moment();
        boolean due = seen.state == TaggerInfo.Circuit.OPEN && nanoClock.getAsLong() - seen.next >= 0;
        return due ? TaggerInfo.Circuit.HALF_OPEN : seen.state;
    }

    /** Why the tagger is left alone, and for how long; the empty string where it is called. */
    String reason() {
        Moment seen = moment();
        if (seen.state == TaggerInfo.Circuit.CLOSED) {
            return "";
        }
        String trials = seen.trials == 0
                ? ""
                : " and " + (seen.trials == 1 ? "the trial" : seen.trials + " trials") + " after them";
        long left = seen.next - nanoClock.getAsLong();
        String when = seen.state == TaggerInfo.Circuit.OPEN && left > 0
                ? "tried again in " + (TimeUnit.NANOSECONDS.toSeconds(left - 1) + 1) + " s"
                : "being tried with one text at a time";
        return "failed " + seen.failures() + " of the last " + seen.known + " texts" + trials + "; " + when;
    }
}

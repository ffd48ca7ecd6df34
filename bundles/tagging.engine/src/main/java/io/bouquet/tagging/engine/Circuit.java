package io.bouquet.tagging.engine;

import io.bouquet.tagging.TaggerInfo;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * The circuit breaker in front of one version of a tagger. It opens when half or more of the last texts failed, lets
 * one text in after a pause, and closes when that text succeeds. Not thread-safe: {@link Admission} guards it.
 */
final class Circuit {
    private static final int WINDOW = 20;
    private static final int FEWEST = 5;
    private static final long FIRST_PAUSE = TimeUnit.SECONDS.toNanos(5);
    private static final long LONGEST_PAUSE = TimeUnit.SECONDS.toNanos(60);

    private final LongSupplier nanoClock;

    private TaggerInfo.Circuit state = TaggerInfo.Circuit.CLOSED;
    /** Outcomes of the last texts, one bit each, the latest in the lowest bit; 1 for a failure. */
    private int outcomes;
    /** Number of valid bits in {@link #outcomes}, up to {@link #WINDOW}. */
    private int known;
    /** Nanoseconds between two trials. */
    private long pause;
    /** Time of the next trial. */
    private long next;
    /** Failed trials since the circuit opened. */
    private int trials;

    /** @param nanoClock as {@link System#nanoTime} */
    Circuit(LongSupplier nanoClock) {
        this.nanoClock = nanoClock;
    }

    /**
     * Whether the tagger may get a text. If so, the caller must call {@link #succeeded()} or {@link #failed()}. If a
     * trial never ends, the next trial starts after another pause.
     */
    boolean enter() {
        if (state == TaggerInfo.Circuit.CLOSED) {
            return true;
        }
        long time = nanoClock.getAsLong();
        if (time - next < 0) {
            return false;
        }
        state = TaggerInfo.Circuit.HALF_OPEN;
        next = time + pause;
        return true;
    }

    void succeeded() {
        switch (state) {
            case CLOSED -> remember(0);
            case HALF_OPEN -> {
                state = TaggerInfo.Circuit.CLOSED;
                outcomes = 0;
                known = 0;
                trials = 0;
            }
            case OPEN -> {
                // the text started before the circuit opened, so it says nothing about the current state of the tagger
            }
        }
    }

    void failed() {
        switch (state) {
            case CLOSED -> {
                remember(1);
                if (known >= FEWEST && 2 * Integer.bitCount(outcomes) >= known) {
                    open(FIRST_PAUSE);
                }
            }
            case HALF_OPEN -> {
                trials++;
                open(Math.min(2 * pause, LONGEST_PAUSE));
            }
            case OPEN -> {
                // see succeeded()
            }
        }
    }

    private void remember(int failure) {
        outcomes = (outcomes << 1 | failure) & ((1 << WINDOW) - 1);
        known = Math.min(known + 1, WINDOW);
    }

    private void open(long nanos) {
        state = TaggerInfo.Circuit.OPEN;
        pause = nanos;
        next = nanoClock.getAsLong() + nanos;
    }

    /** Returns the state: {@code HALF_OPEN} as soon as a trial is possible. */
    TaggerInfo.Circuit state() {
        boolean due = state == TaggerInfo.Circuit.OPEN && nanoClock.getAsLong() - next >= 0;
        return due ? TaggerInfo.Circuit.HALF_OPEN : state;
    }

    /** Returns why the tagger is suspended, and for how long; the empty string if it is not suspended. */
    String reason() {
        if (state == TaggerInfo.Circuit.CLOSED) {
            return "";
        }
        String failed = trials == 0 ? "" : " and " + (trials == 1 ? "the trial" : trials + " trials") + " after them";
        long left = next - nanoClock.getAsLong();
        String when = state == TaggerInfo.Circuit.OPEN && left > 0
                ? "tried again in " + (TimeUnit.NANOSECONDS.toSeconds(left - 1) + 1) + " s"
                : "being tried with one text at a time";
        return "failed " + Integer.bitCount(outcomes) + " of the last " + known + " texts" + failed + "; " + when;
    }
}

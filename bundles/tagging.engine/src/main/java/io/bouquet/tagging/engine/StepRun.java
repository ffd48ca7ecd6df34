package io.bouquet.tagging.engine;

import io.bouquet.tagging.LayerError.Type;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A step of one run, and the thread that is at it. Its run guards it. */
final class StepRun {
    /** A tagger that takes longer for one text no longer counts among the threads, so that quick ones need not wait. */
    private static final long SLOW = TimeUnit.MILLISECONDS.toNanos(100);
    /** A text from this length on may itself be why a tagger takes too much for it, in UTF-16 units. */
    private static final int LONG_TEXT = 10_000;

    private final Step step;
    private final Workers workers;
    private boolean taken;
    private @Nullable Thread thread;
    private long since;
    private long bytes = -1;
    /** Another thread works in place of this one's. */
    private boolean replaced;

    private boolean failed;

    StepRun(Step step, Workers workers) {
        this.step = step;
        this.workers = workers;
    }

    Step step() {
        return step;
    }

    Admission admission() {
        return step.tagger().admission();
    }

    /** Whether it runs, is over, or will not run. */
    boolean isTaken() {
        return taken;
    }

    boolean isRunning() {
        return thread != null;
    }

    /** It does not run, in this thread or any other. */
    void omit() {
        taken = true;
    }

    /** The current thread is at it. */
    void begin() {
        taken = true;
        since = System.nanoTime();
        thread = Thread.currentThread();
    }

    /** The current thread is through with it. */
    void end() {
        thread = null;
        if (replaced) {
            workers.returned();
        }
    }

    /** How a text left that was taken away. */
    Admission.Outcome late() {
        return failed ? Admission.Outcome.COUNTED : Admission.Outcome.UNJUDGED;
    }

    /** Why its thread is not to be waited for any longer; null if it is. To be asked again and again. */
    @Nullable
    Type excess(EngineLimits limits, int textLength) {
        Thread busy = thread;
        if (busy == null) {
            return null;
        }
        long nanos = System.nanoTime() - since;
        if (nanos > SLOW) {
            replace();
        }
        long allocated = Allocation.bytesOf(busy);
        if (bytes < 0) {
            bytes = allocated;
        }
        if (nanos > limits.taggerTime().toNanos()) {
            return Type.TIMED_OUT;
        }
        if (allocated - bytes > limits.taggerBytes()) {
            return textLength >= LONG_TEXT ? Type.TOO_LARGE : Type.FAILED;
        }
        return null;
    }

    /** Interrupts its thread, which counts no longer until it returns. */
    void takeAway(String why, boolean isFailure) {
        replace();
        if (thread != null) {
            thread.interrupt();
            thread = null;
        }
        if (isFailure) {
            failed = true;
            admission().failed();
            step.tagger().troubles().warn(why, null);
        }
    }

    /** Whether it has run for {@code nanos} or longer. */
    boolean hasRunFor(long nanos) {
        return System.nanoTime() - since >= nanos;
    }

    /** Texts that need other taggers do not wait for those that this one keeps. */
    private void replace() {
        if (!replaced) {
            replaced = true;
            workers.lost();
        }
    }
}

package io.bouquet.tagging.engine;

import io.bouquet.tagging.LayerError.Type;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A step of one run, and the thread that executes it. Guarded by the run. */
final class StepRun {
    /** If a tagger takes longer for one text, another thread is started, so that fast taggers need not wait. */
    private static final long SLOW = TimeUnit.MILLISECONDS.toNanos(100);
    /** Length in UTF-16 units from which the text itself may be the cause of high memory use. */
    private static final int LONG_TEXT = 10_000;

    private final Step step;
    private final Workers workers;
    private boolean taken;
    private @Nullable Thread thread;
    private long since;
    private long bytes = -1;
    /** Whether another thread works in place of this step's thread. */
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

    /** Whether the step runs, has ended, or will not run. */
    boolean isTaken() {
        return taken;
    }

    boolean isRunning() {
        return thread != null;
    }

    /** Marks the step as one that will not run. */
    void omit() {
        taken = true;
    }

    /** Marks the step as running in the current thread. */
    void begin() {
        taken = true;
        since = System.nanoTime();
        thread = Thread.currentThread();
    }

    /** Marks the step as ended by the current thread. */
    void end() {
        thread = null;
        if (replaced) {
            workers.returned();
        }
    }

    /** Returns the outcome of a text that was taken away. */
    Admission.Outcome late() {
        return failed ? Admission.Outcome.COUNTED : Admission.Outcome.UNJUDGED;
    }

    /** Returns which limit the running step exceeds; null if none. It must be called regularly. */
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

    /** Takes the text away: interrupts the thread and replaces it until it returns. */
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

    /** Whether the step has run for at least {@code nanos}. */
    boolean hasRunFor(long nanos) {
        return System.nanoTime() - since >= nanos;
    }

    /** Replaces the thread once, so that texts for other taggers do not wait for it. */
    private void replace() {
        if (!replaced) {
            replaced = true;
            workers.lost();
        }
    }
}

package io.bouquet.tagging.engine;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** How many texts one tagger is at. A run that finds none free is told when one is, and its thread does other work. */
final class Permits {
    private final AtomicInteger taken = new AtomicInteger();
    private final Queue<PipelineRun> parked = new ConcurrentLinkedQueue<>();

    /** False where there is none; {@code run} will come out of {@link #next()} then. */
    boolean enter(PipelineRun run, int limit) {
        if (take(limit)) {
            return true;
        }
        parked.add(run);
        // one may have been given back before the run was seen; that it is parked as well does no harm
        return take(limit);
    }

    private boolean take(int limit) {
        int now = taken.get();
        while (now < limit) {
            if (taken.compareAndSet(now, now + 1)) {
                return true;
            }
            now = taken.get();
        }
        return false;
    }

    void leave() {
        taken.decrementAndGet();
    }

    /** The run that has waited for longest, and does so no more; null where none waits. */
    @Nullable
    PipelineRun next() {
        return parked.poll();
    }

    /** Forgets a run that is not done any more. */
    void remove(PipelineRun run) {
        parked.removeIf(run::equals);
    }

    int taken() {
        return taken.get();
    }
}

package io.bouquet.deploy.engine;

import io.bouquet.common.Threads;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Two threads: one carries changes out, the other measures and writes later, so that a long change does not delay it. */
final class Work {
    static final String STOPPED = "the platform stops";

    private static final Logger LOG = LoggerFactory.getLogger(Work.class);

    private final ScheduledThreadPoolExecutor changes = executor("bouquet-deploy");
    private final ScheduledThreadPoolExecutor timer = executor("bouquet-deploy-timer");

    private static ScheduledThreadPoolExecutor executor(String name) {
        ScheduledThreadPoolExecutor executor = new ScheduledThreadPoolExecutor(1, work -> Threads.daemon(name, work));
        executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        executor.setRemoveOnCancelPolicy(true);
        return executor;
    }

    /**
     * Runs on the thread of changes, after those that were asked for before.
     *
     * @throws RejectedExecutionException after {@link #close}
     */
    void execute(Runnable work) {
        changes.execute(work);
    }

    /** Runs on the thread of changes, later; ignored after {@link #close}. */
    void executeIn(long seconds, Runnable work) {
        schedule(seconds, () -> changes.execute(work));
    }

    /** Runs on the thread of changes, later, unless it is cancelled before. Returns null after {@link #close}. */
    @Nullable
    Future<?> executeUnlessCancelled(long seconds, Runnable work) {
        return start(seconds, () -> changes.execute(work));
    }

    /** Runs on the other thread, later; ignored after {@link #close}. */
    @SuppressWarnings("FutureReturnValueIgnored") // runSafely logs failures
    void schedule(long seconds, Runnable work) {
        start(seconds, work);
    }

    private @Nullable Future<?> start(long seconds, Runnable work) {
        try {
            return timer.schedule(() -> runSafely(work), seconds, TimeUnit.SECONDS);
        } catch (RejectedExecutionException e) {
            LOG.debug(STOPPED, e);
            return null;
        }
    }

    private static void runSafely(Runnable work) {
        try {
            work.run();
        } catch (RejectedExecutionException e) {
            LOG.debug(STOPPED, e);
        } catch (RuntimeException | Error e) {
            LOG.warn("What was to be done after a change failed: {}", Words.of(e));
            LOG.debug("It failed", e);
        }
    }

    /** How much waits for the thread of changes. */
    int queued() {
        return changes.getQueue().size();
    }

    /** Interrupts what runs, and drops what waits. */
    void close() {
        timer.shutdownNow();
        changes.shutdownNow();
    }
}

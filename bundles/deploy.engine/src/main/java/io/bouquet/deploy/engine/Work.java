package io.bouquet.deploy.engine;

import io.bouquet.common.Threads;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs tasks on two threads. One carries out changes. The other runs later measurements and writes, so that a long
 * change does not delay them.
 */
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
     * Runs a task on the thread of changes, after the tasks that were submitted before.
     *
     * @throws RejectedExecutionException after {@link #close}
     */
    void execute(Runnable work) {
        changes.execute(work);
    }

    /** Runs a task later on the thread of changes. Ignored after {@link #close}. */
    void executeIn(long seconds, Runnable work) {
        schedule(seconds, () -> changes.execute(work));
    }

    /** Runs a task later on the thread of changes, unless it is cancelled before. Returns null after {@link #close}. */
    @Nullable
    Future<?> executeUnlessCancelled(long seconds, Runnable work) {
        return start(seconds, () -> changes.execute(work));
    }

    /** Runs a task later on the other thread. Ignored after {@link #close}. */
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
            LOG.warn("A task after a change failed: {}", Words.of(e));
            LOG.debug("It failed", e);
        }
    }

    /** Returns the number of tasks that wait for the thread of changes. */
    int queued() {
        return changes.getQueue().size();
    }

    /** Interrupts the running tasks, and drops the waiting ones. */
    void close() {
        timer.shutdownNow();
        changes.shutdownNow();
    }
}

package io.bouquet.deploy.engine;

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
        ScheduledThreadPoolExecutor executor = new ScheduledThreadPoolExecutor(1, work -> {
            Thread made = new Thread(work, name);
            made.setDaemon(true);
            // otherwise it would keep that of the thread that starts us
            made.setContextClassLoader(Work.class.getClassLoader());
            return made;
        });
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

    /** The same, later. */
    @Nullable
    Future<?> executeIn(long seconds, Runnable work) {
        return schedule(seconds, () -> changes.execute(work));
    }

    /** Runs on the other thread, later. Null after {@link #close}. */
    @Nullable
    Future<?> schedule(long seconds, Runnable work) {
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

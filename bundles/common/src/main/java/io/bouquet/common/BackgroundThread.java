package io.bouquet.common;

import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A daemon thread that runs tasks one after the other: at once, later or repeatedly. A task that fails is logged, and runs
 * again if it is repeated. After closing, tasks are ignored. Thread-safe.
 */
public final class BackgroundThread {
    private static final Logger LOG = LoggerFactory.getLogger(BackgroundThread.class);

    private final String name;
    private final ScheduledThreadPoolExecutor executor;

    /** @param name name of the thread */
    public BackgroundThread(String name) {
        this.name = name;
        executor = new ScheduledThreadPoolExecutor(1, work -> Threads.daemon(name, work));
        executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    /** Runs a task after the tasks that are due already. */
    public void execute(Runnable task) {
        schedule(Duration.ZERO, task);
    }

    /** Runs a task after a delay. */
    @SuppressWarnings("FutureReturnValueIgnored") // run logs failures
    public void schedule(Duration delay, Runnable task) {
        try {
            executor.schedule(() -> run(task, false), delay.toNanos(), TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException e) {
            LOG.debug("{} is closed, so a task was ignored", name, e);
        }
    }

    /** Runs a task repeatedly, for the first time after the pause, and with the pause after each run. */
    @SuppressWarnings("FutureReturnValueIgnored") // run logs failures
    public void repeat(Duration pause, Runnable task) {
        AtomicBoolean failing = new AtomicBoolean();
        Runnable logged = () -> failing.set(run(task, failing.get()));
        executor.scheduleWithFixedDelay(logged, pause.toNanos(), pause.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** Returns whether the task failed; a task that fails again and again is an error in the log only once. */
    private boolean run(Runnable task, boolean failedBefore) {
        try {
            task.run();
            return false;
        } catch (RuntimeException | Error e) {
            if (failedBefore) {
                LOG.debug("A task of {} failed again", name, e);
            } else {
                LOG.error("A task of {} failed", name, e);
            }
            return true;
        }
    }

    /** Interrupts the running task and drops the waiting ones. */
    public void close() {
        executor.shutdownNow();
    }

    /**
     * Drops delayed tasks and waits for the running task without interrupting it.
     *
     * @return false if it was still running after the time limit, or this thread was interrupted
     */
    public boolean closeGently(Duration limit) {
        executor.shutdown();
        return awaitEnd(limit);
    }

    /**
     * Waits for the running task after closing.
     *
     * @return false if it was still running after the time limit, or this thread was interrupted
     */
    public boolean awaitEnd(Duration limit) {
        try {
            return executor.awaitTermination(limit.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}

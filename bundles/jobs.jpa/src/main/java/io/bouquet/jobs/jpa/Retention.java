package io.bouquet.jobs.jpa;

import io.bouquet.common.BackgroundThread;
import io.bouquet.data.DatabaseUnavailableException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Deletes jobs that are older or more than the configuration allows, and the rows of deleted jobs, on its own thread. */
final class Retention implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Retention.class);
    private static final Duration PAUSE = Duration.ofMinutes(10);
    private static final Duration STOP = Duration.ofSeconds(5);
    private static final int ROWS = 500;
    private static final int JOBS = 100;

    private final JobStore store;
    private final Clock clock;
    private final int days;
    private final int perAccount;
    private final BackgroundThread thread = new BackgroundThread("bouquet-jobs-retention");
    private volatile boolean closed;

    /**
     * @param days       time for which ended jobs are kept
     * @param perAccount number of ended jobs of one account that are kept
     */
    Retention(JobStore store, Clock clock, int days, int perAccount) {
        this.store = store;
        this.clock = clock;
        this.days = days;
        this.perAccount = perAccount;
    }

    void start() {
        thread.execute(this::tryToSweep);
        thread.repeat(PAUSE, this::tryToSweep);
    }

    /** Sweeps soon, since there are rows to delete. */
    void wake() {
        thread.execute(this::tryToSweep);
    }

    private void tryToSweep() {
        try {
            sweep();
        } catch (DatabaseUnavailableException e) {
            LOG.debug("Old jobs wait for the database", e);
        } catch (IllegalStateException e) {
            // the unit was closed before this thread
            if (!closed) {
                throw e;
            }
        }
    }

    void sweep() {
        long before = clock.millis() - Duration.ofDays(days).toMillis();
        List<String> old = store.ids(JobStore.ENDED, before, JOBS);
        while (!old.isEmpty() && !closed) {
            hide(old);
            old = store.ids(JobStore.ENDED, before, JOBS);
        }
        hide(store.beyond(perAccount));
        store.abandoned().forEach(id -> store.hide(id, List.of(StoredJob.RECEIVING)));
        List<String> deleted = store.ids(List.of(StoredJob.DELETED), null, JOBS);
        while (!deleted.isEmpty() && !closed) {
            deleted.forEach(this::delete);
            deleted = store.ids(List.of(StoredJob.DELETED), null, JOBS);
        }
        List<String> left = store.withLeftItems(JOBS);
        while (!left.isEmpty() && !closed) {
            left.forEach(id -> deleteRows(id, true));
            left = store.withLeftItems(JOBS);
        }
    }

    private void hide(List<String> ids) {
        ids.forEach(id -> store.hide(id, JobStore.ENDED));
    }

    private void delete(String id) {
        deleteRows(id, false);
        if (!closed) {
            store.deleteJob(id);
        }
    }

    private void deleteRows(String id, boolean keepResults) {
        while (!closed && store.deleteRows(id, keepResults, ROWS)) {
            LOG.debug("Deleted rows of the job {}", id);
        }
    }

    /** Stops after the current transaction; the next start continues. */
    @Override
    public void close() {
        closed = true;
        if (!thread.closeGently(STOP)) {
            LOG.warn("The deletion of old jobs does not end");
        }
    }
}

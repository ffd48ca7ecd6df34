package io.bouquet.jobs.jpa;

import io.bouquet.common.Threads;
import io.bouquet.common.Ulid;
import io.bouquet.data.DatabaseUnavailableException;
import io.bouquet.jobs.jpa.Chunk.Outcome;
import io.bouquet.jobs.jpa.JobStore.Claim;
import io.bouquet.jobs.spi.JobKind;
import io.bouquet.jobs.spi.NotReadyException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Processes jobs, chunk by chunk. Each worker thread processes one document at a time. The job that has waited longest is
 * next, so that a long job does not keep a short one waiting.
 */
final class JobRunner implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(JobRunner.class);

    private static final int CHUNK = 100;
    private static final int CHUNK_CHARACTERS = 200_000;
    private static final Duration CHUNK_TIME = Duration.ofSeconds(1);

    /** Jobs of other nodes, kinds that come back and waits that end are noticed after this time. */
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private static final Duration RENEW = Duration.ofSeconds(5);
    private static final Duration INTERRUPT = Duration.ofSeconds(5);
    private static final Duration STOP = Duration.ofSeconds(5);

    /** A job that was begun this often without a stored chunk has brought the platform down. */
    private static final int MAX_ATTEMPTS = 10;

    /** Weight of the latest chunk in the rate. */
    private static final double LATEST = 0.3;

    private final JobStore store;
    private final Kinds kinds;
    private final Clock clock;
    private final Duration itemLimit;
    private final Runnable afterFailure;
    private final List<Thread> workers = new ArrayList<>();
    /** One permit for each idle worker that should look for work. */
    private final Semaphore news = new Semaphore(0);

    private volatile boolean closed;

    /**
     * @param workers      documents that are processed at the same time
     * @param itemLimit    time limit of one document
     * @param afterFailure called when a job has failed and its documents are not needed any more
     */
    JobRunner(JobStore store, Kinds kinds, Clock clock, int workers, Duration itemLimit, Runnable afterFailure) {
        this.store = store;
        this.kinds = kinds;
        this.clock = clock;
        this.itemLimit = itemLimit;
        this.afterFailure = afterFailure;
        for (int i = 1; i <= workers; i++) {
            this.workers.add(Threads.daemon("bouquet-jobs-" + i, this::work));
        }
    }

    void start() {
        workers.forEach(Thread::start);
    }

    /** Makes idle workers look for work. */
    void wake() {
        news.drainPermits();
        news.release(workers.size());
    }

    private void work() {
        String runner = Ulid.next(clock.millis());
        while (!closed) {
            try {
                if (!step(runner)) {
                    await();
                }
            } catch (DatabaseUnavailableException e) {
                LOG.debug("Jobs wait for the database", e);
                await();
            } catch (InterruptedException e) {
                LOG.debug("Only closing ends a worker", e);
            } catch (RuntimeException | Error e) {
                if (!closed) {
                    LOG.error("A chunk of a job was lost and is processed again", e);
                    await();
                }
            }
        }
    }

    /** Returns after a pause, or when there is news. */
    private void await() {
        try {
            boolean isNews = news.tryAcquire(PAUSE.toMillis(), TimeUnit.MILLISECONDS);
            LOG.trace("Looking for work; news: {}", isNews);
        } catch (InterruptedException e) {
            LOG.debug("Only closing ends a worker", e);
        }
    }

    /** Processes one chunk; returns false if there is nothing to do. */
    private boolean step(String runner) throws InterruptedException {
        Optional<Claim> claimed = store.claim(kinds.byName().keySet(), runner);
        if (claimed.isEmpty()) {
            return false;
        }
        Claim claim = claimed.get();
        Optional<JobKind> kind = kinds.find(claim.kind());
        if (kind.isEmpty()) {
            store.release(claim, "", 0);
        } else if (claim.attempts() > MAX_ATTEMPTS) {
            LOG.warn("The job {} was begun {} times without a stored result", claim.id(), MAX_ATTEMPTS);
            fail(
                    claim,
                    "the platform ended " + MAX_ATTEMPTS + " times while it processed the documents from number "
                            + claim.next() + " on");
        } else {
            long began = clock.millis();
            settle(claim, run(claim, kind.get()), began);
        }
        return true;
    }

    private void fail(Claim claim, String reason) {
        store.fail(claim, reason);
        afterFailure.run();
    }

    private Outcome run(Claim claim, JobKind kind) throws InterruptedException {
        List<JobStore.Item> items = store.items(claim, CHUNK, CHUNK_CHARACTERS);
        if (items.isEmpty()) {
            return new Outcome(List.of(), 0, null, "its documents from number " + claim.next() + " on are missing");
        }
        Chunk chunk = new Chunk(
                claim.id(),
                kind,
                claim.parameters(),
                items,
                CHUNK_TIME,
                () -> !closed && kinds.find(claim.kind()).filter(kind::equals).isPresent());
        Thread thread = Threads.daemon("bouquet-job-" + claim.kind(), chunk);
        thread.start();
        try {
            supervise(claim, chunk, thread);
        } catch (RuntimeException | Error e) {
            thread.interrupt();
            throw e;
        }
        return chunk.close();
    }

    /** Returns when the chunk has ended, or should not be waited for any longer. */
    private void supervise(Claim claim, Chunk chunk, Thread thread) throws InterruptedException {
        long renewed = System.nanoTime();
        boolean isInterrupted = false;
        while (!chunk.await(PAUSE)) {
            if (System.nanoTime() - renewed > RENEW.toNanos()) {
                renewed = System.nanoTime();
                if (!store.renew(claim)) {
                    thread.interrupt();
                    return;
                }
            }
            if (closed) {
                thread.interrupt();
                return;
            }
            Duration ofItem = chunk.ofItem();
            if (ofItem.compareTo(itemLimit) > 0 && !isInterrupted) {
                chunk.timeOut();
                thread.interrupt();
                isInterrupted = true;
            } else if (isInterrupted && ofItem.compareTo(itemLimit.plus(INTERRUPT)) > 0) {
                LOG.warn(
                        "The kind '{}' ignores interrupts: a document of the job {} has taken {} s; its thread is left"
                                + " behind",
                        claim.kind(),
                        claim.id(),
                        ofItem.toSeconds());
                return;
            }
        }
    }

    private void settle(Claim claim, Outcome outcome, long began) {
        int count = outcome.results().size();
        if (count > 0 && !store.commit(claim, outcome.results(), outcome.failed(), rate(claim, count, began))) {
            LOG.debug("The job {} was cancelled or taken over while a chunk was processed", claim.id());
            return;
        }
        if (count > 0) {
            // why it must wait, if it must, comes up again at once
            return;
        }
        NotReadyException notReady = outcome.notReady();
        if (outcome.failure() != null) {
            fail(claim, outcome.failure());
        } else if (notReady != null) {
            store.release(claim, String.valueOf(notReady.getMessage()), notReady.retryAfterSeconds());
        } else {
            store.release(claim, "", 0);
        }
    }

    /** Time between two chunks in which other jobs had their turn counts too, but not a long wait. */
    private double rate(Claim claim, int count, long began) {
        long since = began - claim.turn() < 2 * PAUSE.toMillis() ? claim.turn() : began;
        double latest = count * 1_000.0 / Math.max(1, clock.millis() - since);
        return claim.rate() == 0 ? latest : claim.rate() * (1 - LATEST) + latest * LATEST;
    }

    /** Stops after the current documents; the results so far are stored. */
    @Override
    public void close() {
        closed = true;
        wake();
        long until = System.nanoTime() + STOP.toNanos();
        for (Thread worker : workers) {
            try {
                worker.join(Math.max(1, (until - System.nanoTime()) / 1_000_000));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}

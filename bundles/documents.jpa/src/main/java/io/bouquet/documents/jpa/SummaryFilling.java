package io.bouquet.documents.jpa;

import io.bouquet.common.Threads;
import io.bouquet.data.DatabaseUnavailableException;
import io.bouquet.data.Transactions;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Summarises documents that were stored before summaries existed, one by one, on its own thread. Each summary is
 * committed, so after a crash the next start continues.
 */
final class SummaryFilling implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SummaryFilling.class);
    private static final int BATCH = 100;
    private static final int TOLD_EVERY = 1_000;
    private static final long RETRY_SECONDS = 2;
    private static final long STOP_SECONDS = 5;

    private final Transactions transactions;
    private final Consumer<String> summarise;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread thread = Threads.daemon("bouquet-documents-summaries", this::run);

    /** @param summarise summarises the document with an id, if it still exists */
    SummaryFilling(Transactions transactions, Consumer<String> summarise) {
        this.transactions = transactions;
        this.summarise = summarise;
    }

    void start() {
        thread.start();
    }

    /** Returns when every document has a summary, or this object is closed. */
    void run() {
        try {
            while (!isClosed() && !isDone()) {
                closed.await(RETRY_SECONDS, TimeUnit.SECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException | Error e) {
            if (!isClosed()) {
                LOG.error("Older documents have no summary until the next start", e);
            }
        }
    }

    /** Returns false if the database stopped answering, so that the caller tries again. */
    private boolean isDone() {
        try {
            long all = count();
            if (all > 0) {
                LOG.info("{} documents have no summary yet; summarising them", all);
                fill(all);
            }
            return true;
        } catch (DatabaseUnavailableException e) {
            LOG.debug("Summaries wait for the database", e);
            return false;
        }
    }

    private void fill(long all) {
        long done = 0;
        long failed = 0;
        String last = "";
        for (List<String> ids = after(last); !ids.isEmpty() && !isClosed(); ids = after(last)) {
            for (String id : ids) {
                if (isClosed()) {
                    break;
                }
                if (!isFilled(id)) {
                    failed++;
                }
                if (++done % TOLD_EVERY == 0) {
                    LOG.info("{} of {} documents are summarised", done - failed, all);
                }
            }
            last = ids.get(ids.size() - 1);
        }
        if (!isClosed()) {
            LOG.info("{} documents are summarised; {} could not be read", done - failed, failed);
        }
    }

    private boolean isFilled(String id) {
        try {
            summarise.accept(id);
            return true;
        } catch (DatabaseUnavailableException e) {
            throw e;
        } catch (RuntimeException e) {
            LOG.warn("The document {} gets no summary, because it cannot be read: {}", id, e.getMessage());
            LOG.debug("The document {} cannot be read", id, e);
            return false;
        }
    }

    private long count() {
        return transactions.call(entities -> entities.createQuery(
                        "select count(d) from StoredDocument d where d.characters is null", Long.class)
                .getSingleResult());
    }

    private List<String> after(String id) {
        return transactions.call(entities -> entities.createQuery(
                        "select d.id from StoredDocument d where d.characters is null and d.id > :id order by d.id",
                        String.class)
                .setParameter("id", id)
                .setMaxResults(BATCH)
                .getResultList());
    }

    private boolean isClosed() {
        return closed.getCount() == 0;
    }

    /** Stops after the current document. */
    @Override
    public void close() {
        closed.countDown();
        try {
            thread.join(TimeUnit.SECONDS.toMillis(STOP_SECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

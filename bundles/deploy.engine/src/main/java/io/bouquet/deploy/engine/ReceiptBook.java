package io.bouquet.deploy.engine;

import io.bouquet.deploy.Receipt;
import io.bouquet.deploy.Receipt.Outcome;
import io.bouquet.deploy.ReceiptQuery;
import io.bouquet.deploy.RefusedException;
import io.bouquet.deploy.RefusedException.Reason;
import io.bouquet.deploy.spi.ReceiptStore;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads and writes receipts, and buffers those that the database cannot store yet. Thread-safe. */
final class ReceiptBook {
    private static final Logger LOG = LoggerFactory.getLogger(ReceiptBook.class);
    private static final Duration STORE_TIMEOUT = Duration.ofSeconds(10);
    private static final long LOOK_EVERY_MILLIS = 50;

    private final Surroundings surroundings;
    /** Receipts by id that are newer than the database, or whose change still runs. */
    private final Map<String, Receipt> unsaved = new ConcurrentHashMap<>();

    /** Held while the database is written, so that no older version overwrites a newer one. */
    private final Object writing = new Object();

    private boolean failing;
    private long lastId;

    ReceiptBook(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    synchronized String newId() {
        lastId = Math.max(lastId + 1, System.currentTimeMillis());
        return ReceiptId.of(lastId);
    }

    /**
     * Writes the first receipt of a change.
     *
     * @throws RuntimeException if it cannot be written; then it is not buffered
     */
    void open(Receipt receipt) {
        ReceiptStore store = store();
        synchronized (writing) {
            store.save(receipt);
            unsaved.put(receipt.id(), receipt);
        }
    }

    /** Writes a receipt. If the database fails, buffers it until {@link #flush} succeeds. */
    void save(Receipt receipt) {
        synchronized (writing) {
            unsaved.put(receipt.id(), receipt);
            flush();
        }
    }

    /**
     * Writes the buffered receipts.
     *
     * @return whether all were written
     */
    boolean flush() {
        synchronized (writing) {
            ReceiptStore store = surroundings.receipts;
            return store == null ? unsaved.isEmpty() : flush(store);
        }
    }

    private boolean flush(ReceiptStore store) {
        for (Receipt one : List.copyOf(unsaved.values())) {
            try {
                store.save(one);
            } catch (RuntimeException e) {
                if (!failing) {
                    LOG.warn("Receipts cannot be written, and are kept until they can: {}", Words.of(e));
                }
                failing = true;
                LOG.debug("The receipt {} cannot be written", one.id(), e);
                return false;
            }
            if (one.outcome() != Outcome.RUNNING) {
                unsaved.remove(one.id());
            }
        }
        if (failing) {
            LOG.info("Receipts can be written again");
        }
        failing = false;
        return true;
    }

    /** Changes a receipt atomically. */
    void amend(String id, UnaryOperator<Receipt> amendment) {
        synchronized (writing) {
            find(id).map(amendment).ifPresent(this::save);
        }
    }

    Optional<Receipt> find(String id) {
        Receipt known = unsaved.get(id);
        ReceiptStore store = surroundings.receipts;
        return known != null || store == null ? Optional.ofNullable(known) : store.receipt(id);
    }

    List<Receipt> all(ReceiptQuery query) {
        return store().receipts(query);
    }

    long count(ReceiptQuery query) {
        return store().count(query);
    }

    /**
     * Returns the receipt store. Waits up to {@link #STORE_TIMEOUT} for it.
     *
     * @throws RefusedException if the store is still missing
     */
    private ReceiptStore store() {
        long until = System.nanoTime() + STORE_TIMEOUT.toNanos();
        ReceiptStore store = surroundings.receipts;
        while (store == null
                && System.nanoTime() < until
                && !Thread.currentThread().isInterrupted()) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(LOOK_EVERY_MILLIS));
            store = surroundings.receipts;
        }
        if (store == null) {
            throw new RefusedException(
                    Reason.UNAVAILABLE,
                    "receipts cannot be kept now, and no change is made without one (is the database there?"
                            + " GET /api/health/ready tells)");
        }
        return store;
    }
}

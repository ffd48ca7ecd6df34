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
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All receipts: those in the database, and those that could not be written there yet. Thread-safe. */
final class ReceiptBook {
    private static final Logger LOG = LoggerFactory.getLogger(ReceiptBook.class);
    private static final Duration STORE_TIMEOUT = Duration.ofSeconds(10);
    private static final long LOOK_EVERY_MILLIS = 50;

    private final Surroundings surroundings;
    /** Receipts by id that are not in the database as they are here. */
    private final Map<String, Receipt> unsaved = new ConcurrentHashMap<>();

    private final AtomicBoolean failing = new AtomicBoolean();
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
     * @throws RuntimeException if it cannot be written; nothing is kept then
     */
    void open(Receipt receipt) {
        ReceiptStore store = store();
        unsaved.put(receipt.id(), receipt);
        try {
            store.save(receipt);
        } catch (RuntimeException e) {
            unsaved.remove(receipt.id());
            throw e;
        }
    }

    /** Writes a receipt. While it cannot be written it is kept here, and written by {@link #flush}. */
    void save(Receipt receipt) {
        unsaved.put(receipt.id(), receipt);
        flush();
    }

    /**
     * Writes the receipts that could not be written before.
     *
     * @return whether all could be written
     */
    boolean flush() {
        ReceiptStore store = surroundings.receipts;
        if (store == null) {
            return unsaved.isEmpty();
        }
        for (Receipt one : List.copyOf(unsaved.values())) {
            try {
                store.save(one);
            } catch (RuntimeException e) {
                if (!failing.getAndSet(true)) {
                    LOG.warn("Receipts cannot be written, and are kept until they can: {}", Words.of(e));
                }
                LOG.debug("The receipt {} cannot be written", one.id(), e);
                return false;
            }
            if (one.outcome() != Outcome.RUNNING) {
                unsaved.remove(one.id(), one);
            }
        }
        if (failing.getAndSet(false)) {
            LOG.info("Receipts can be written again");
        }
        return true;
    }

    void amend(String id, UnaryOperator<Receipt> amendment) {
        find(id).map(amendment).ifPresent(this::save);
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
     * Waits for the database for a moment.
     *
     * @throws RefusedException if it is not there
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

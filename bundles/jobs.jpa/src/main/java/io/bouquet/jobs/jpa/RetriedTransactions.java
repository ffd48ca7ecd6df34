package io.bouquet.jobs.jpa;

import io.bouquet.data.Transactions;
import java.sql.SQLException;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import javax.persistence.EntityManager;
import javax.persistence.PersistenceException;

/**
 * Runs work again that the database has rolled back to end a deadlock: Derby also locks rows that a search only passes, so two
 * transactions for different jobs can wait for each other. The work must have no effects outside of the database.
 */
final class RetriedTransactions implements Transactions {
    private static final int ATTEMPTS = 10;
    private static final long PAUSE_MILLIS = 20;
    /** Of SQL, and of PostgreSQL for a deadlock. */
    private static final Set<String> SERIALIZATION_FAILURES = Set.of("40001", "40P01");

    private final Transactions transactions;

    RetriedTransactions(Transactions transactions) {
        this.transactions = transactions;
    }

    @Override
    public <T> T call(Function<EntityManager, T> work) {
        for (int attempt = 1; ; attempt++) {
            try {
                return transactions.call(work);
            } catch (PersistenceException e) {
                if (attempt == ATTEMPTS || !isDeadlock(e)) {
                    throw e;
                }
                // not all victims again at the same moment
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(
                        ThreadLocalRandom.current().nextLong(PAUSE_MILLIS * attempt)));
            }
        }
    }

    private static boolean isDeadlock(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql && SERIALIZATION_FAILURES.contains(sql.getSQLState())) {
                return true;
            }
        }
        return false;
    }
}

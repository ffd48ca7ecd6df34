package io.bouquet.data.openjpa;

import io.bouquet.common.Threads;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Knows whether the database answers. During an outage one thread polls the database, and all other callers fail at
 * once. The begin and the end of an outage are logged. Thread-safe.
 */
final class Outage implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Outage.class);
    private static final long ASK_EVERY_MILLIS = 1_000;
    /** Least time between two warnings of interrupted work. */
    private static final long WARN_EVERY_NANOS = TimeUnit.MINUTES.toNanos(1);

    /** Tests the database; returns normally if it works. */
    @FunctionalInterface
    interface Probe {
        void run() throws SQLException;
    }

    private final String place;
    private final Probe probe;
    /** The reason of the outage; null if there is none. */
    private volatile @Nullable SQLException failure;

    private volatile boolean closed;
    private final AtomicBoolean probing = new AtomicBoolean();
    private final AtomicLong warned = new AtomicLong(System.nanoTime() - WARN_EVERY_NANOS);

    Outage(String place, Probe probe) {
        this.place = place;
        this.probe = probe;
    }

    /** @throws SQLException during a known outage */
    void check() throws SQLException {
        SQLException why = failure;
        if (why != null) {
            throw new SQLTransientConnectionException(reason(why), why.getSQLState(), why);
        }
    }

    /** The reason of the outage; null if there is none. */
    @Nullable
    SQLException failure() {
        return failure;
    }

    /** Tests the database after work on a connection has failed; maybe only the connection is broken. */
    void suspect(Throwable broken) {
        // one test at a time: it may take seconds
        if (failure != null || closed || probing.getAndSet(true)) {
            return;
        }
        try {
            probe.run();
            warn(broken);
        } catch (SQLException e) {
            begin(e);
        } finally {
            probing.set(false);
        }
    }

    /** Logs work that was interrupted although the database answers, but not too often. */
    void warn(Throwable broken) {
        long now = System.nanoTime();
        long last = warned.get();
        if (now - last >= WARN_EVERY_NANOS && warned.compareAndSet(last, now)) {
            LOG.warn("Work in the database {} was broken off, and the database answers: {}", place, reason(broken));
        } else {
            LOG.debug("Work in the database {} was broken off", place, broken);
        }
    }

    /** Records that no connection could be created. */
    synchronized void begin(SQLException why) {
        if (failure != null || closed) {
            return;
        }
        failure = why;
        LOG.warn(
                "The database {} does not answer: {}. What needs it is refused, and requests are answered 503, until it"
                        + " answers again; no restart is needed.",
                place,
                reason(why));
        long since = System.nanoTime();
        Threads.daemon("bouquet-data-outage", () -> watch(since)).start();
    }

    private void watch(long since) {
        while (pause()) {
            try {
                probe.run();
                failure = null;
                LOG.info(
                        "The database {} answers again, after {} s",
                        place,
                        (System.nanoTime() - since) / 1_000_000_000);
                return;
            } catch (SQLException e) {
                failure = e;
            } catch (RuntimeException | Error e) {
                // without a poller the outage would last until the next start
                LOG.debug("The database {} could not be asked", place, e);
            }
        }
    }

    /** Returns false after closing. */
    private synchronized boolean pause() {
        long until = System.nanoTime() + ASK_EVERY_MILLIS * 1_000_000;
        for (long left = ASK_EVERY_MILLIS; left > 0 && !closed; left = (until - System.nanoTime()) / 1_000_000) {
            try {
                wait(left);
            } catch (InterruptedException e) {
                LOG.debug("Only closing it ends the watch", e);
            }
        }
        return !closed;
    }

    @Override
    public synchronized void close() {
        closed = true;
        notifyAll();
    }

    /** Joins the different messages of an exception and its causes; Derby gives the reason in the last one. */
    static String reason(Throwable thrown) {
        Throwable first = thrown;
        while (!(first instanceof SQLException) && first.getCause() != null) {
            first = first.getCause();
        }
        Set<String> said = new LinkedHashSet<>();
        for (Throwable cause = first; cause != null; cause = cause.getCause()) {
            said.add(cause.getMessage() == null ? cause.toString() : cause.getMessage());
        }
        return UnitConnection.oneLine(String.join("; ", said));
    }
}

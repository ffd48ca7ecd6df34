package io.bouquet.data.openjpa;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A lock for changes of schemas: excludes migrations and drops from each other, in this process and, on a shared
 * database, on other nodes. Acquired and closed by one thread.
 */
final class SchemaLock implements AutoCloseable {
    private final Database database;
    /** Connection that holds the lock of a shared database; null for an embedded database, which one process uses. */
    private final @Nullable Connection holder;

    private final String unit;

    private SchemaLock(Database database, @Nullable Connection holder, String unit) {
        this.database = database;
        this.holder = holder;
        this.unit = unit;
    }

    /** Waits for the lock. */
    static SchemaLock take(Database database, Connection connection, String unit) throws SQLException {
        database.schemas().lock();
        return shared(database, connection, unit, "pg_advisory_lock")
                .orElseThrow(() -> new IllegalStateException("pg_advisory_lock waits"));
    }

    /** Returns the lock, or empty if it is taken. */
    static Optional<SchemaLock> tryTake(Database database, Connection connection, String unit) throws SQLException {
        return database.schemas().tryLock()
                ? shared(database, connection, unit, "pg_try_advisory_lock")
                : Optional.empty();
    }

    private static Optional<SchemaLock> shared(Database database, Connection connection, String unit, String function)
            throws SQLException {
        boolean taken = false;
        try {
            taken = database.derby() || advisory(connection, function, unit);
            return taken
                    ? Optional.of(new SchemaLock(database, database.derby() ? null : connection, unit))
                    : Optional.empty();
        } finally {
            if (!taken) {
                database.schemas().unlock();
            }
        }
    }

    private static boolean advisory(Connection connection, String function, String unit) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("SELECT " + function + "(?)")) {
            select.setLong(1, ("bouquet " + unit).hashCode());
            try (ResultSet answer = select.executeQuery()) {
                // pg_advisory_lock returns no value
                return answer.next() && !"f".equals(answer.getString(1));
            }
        }
    }

    @Override
    public void close() throws SQLException {
        try {
            if (holder != null) {
                advisory(holder, "pg_advisory_unlock", unit);
            }
        } finally {
            database.schemas().unlock();
        }
    }
}

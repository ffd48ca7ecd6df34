package io.bouquet.data.openjpa;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Keeps whoever changes the schema of a unit apart: a migration and a drop, in this process and, where the database is
 * shared, on other nodes. Taken and closed by one thread.
 */
final class SchemaLock implements AutoCloseable {
    private final Database database;
    /** Has the lock of a shared database; null of an embedded one, which one process has. */
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

    /** Empty while somebody else has it. */
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
                // pg_advisory_lock itself answers nothing
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

package io.bouquet.data.openjpa;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.Statement;
import java.util.Comparator;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A database of the embedded Derby. A database on the disk is created in another folder, which is renamed when the
 * database is complete, so a killed process leaves no incomplete database. Thread-safe.
 */
final class Derby {
    static final String PREFIX = "jdbc:derby:";

    private static final Logger LOG = LoggerFactory.getLogger(Derby.class);
    /**
     * Derby reports shutting down as an exception: of a database, of a database that was not started, of the engine.
     */
    private static final Set<String> CLEAN_SHUTDOWN = Set.of("08006", "XJ004", "XJ015");

    private static final List<String> NOT_ON_DISK = List.of("memory:", "classpath:", "jar:");
    /** Derby writes ahead log files of 1 MB; with less space the next commit would close the database. */
    private static final long LEAST_BYTES = 4L * 1024 * 1024;

    private final Driver driver;
    private final String url;
    private final Properties login;
    /** Null if the database is in memory. */
    private final @Nullable Path folder;

    private final String attributes;
    /** Numbers the first statement of each connection, so that each is different. */
    private final AtomicLong connections = new AtomicLong();

    private boolean closed;

    Derby(Driver driver, String url, Properties login) {
        this.driver = driver;
        this.url = url;
        this.login = login;
        int semicolon = url.indexOf(';');
        String name = url.substring(PREFIX.length(), semicolon < 0 ? url.length() : semicolon);
        this.attributes = semicolon < 0 ? "" : url.substring(semicolon);
        this.folder = NOT_ON_DISK.stream().anyMatch(name::startsWith)
                ? null
                : Path.of(System.getProperty("derby.system.home", ""))
                        .resolve(name.replaceFirst("^directory:", ""))
                        .toAbsolutePath();
    }

    /** Thrown if the disk of the database is full. */
    static final class DiskFullException extends SQLNonTransientConnectionException {
        private static final long serialVersionUID = 1L;

        DiskFullException(Path folder, long free) {
            super(
                    "the disk of " + folder + " is full: " + free / 1024 + " kB are left, and the database needs "
                            + LEAST_BYTES / 1024,
                    "08001");
        }
    }

    /** Connects; creates the database if there is none. One call at a time, because it may close the database. */
    synchronized Connection connect() throws SQLException {
        if (closed) {
            throw new SQLNonTransientConnectionException("the database is shut down", "08003");
        }
        Path on = folder;
        if (on == null) {
            return connect(url, true);
        }
        if (Files.notExists(on)) {
            create(on);
        }
        if (Files.notExists(on.resolve("service.properties"))) {
            throw new SQLNonTransientConnectionException(
                    "the folder " + on + " holds no complete Derby database: it has no service.properties; restore it"
                            + " from a backup, or move it away to begin with an empty database",
                    "08001");
        }
        Connection connection = connect(url, false);
        if (!connection.getMetaData().isReadOnly()) {
            return connection;
        }
        connection.close();
        // otherwise it stays in this state while the engine runs
        shutDown(url);
        throw new SQLNonTransientConnectionException(
                "the folder " + on + " cannot be written, so that Derby opened the database read-only; its disk is"
                        + " full, or its owner is somebody else",
                "08001");
    }

    /** Connects, unless the disk is so full that the next commit would close the database again. */
    void probe() throws SQLException {
        Path on = folder;
        if (on != null) {
            long free = free(on);
            if (free < LEAST_BYTES) {
                throw new DiskFullException(on, free);
            }
        }
        connect().close();
    }

    /** Shuts the database down, and the engine with its threads. */
    synchronized void shutDown() {
        closed = true;
        shutDown(url);
        shutDown(PREFIX);
    }

    private void create(Path on) throws SQLException {
        Path part = on.resolveSibling(on.getFileName() + ".part");
        try {
            if (Files.exists(part)) {
                LOG.warn("The database in {} was never complete, for its process was killed; it is made again", on);
                delete(part);
            }
            connect(PREFIX + part + attributes, true).close();
            shutDown(PREFIX + part + attributes);
            Files.move(part, on, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException | UncheckedIOException e) {
            throw new SQLNonTransientConnectionException("the folder " + on + " cannot be made", "08001", e);
        }
    }

    private static void delete(Path folder) throws IOException {
        List<Path> all;
        try (Stream<Path> walk = Files.walk(folder)) {
            all = walk.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path one : all) {
            Files.delete(one);
        }
    }

    private static long free(Path folder) {
        try {
            Path there = folder;
            while (Files.notExists(there) && there.getParent() != null) {
                there = there.getParent();
            }
            return Files.getFileStore(there).getUsableSpace();
        } catch (IOException e) {
            LOG.debug("The room on the disk of {} is not known", folder, e);
            return Long.MAX_VALUE;
        }
    }

    private Connection connect(String to, boolean create) throws SQLException {
        Properties copy = new Properties();
        copy.putAll(login);
        if (create) {
            copy.setProperty("create", "true");
        }
        Connection connection = driver.connect(to, copy);
        if (connection == null) {
            throw new SQLException("the driver " + driver.getClass().getName() + " does not take the URL " + to);
        }
        parse(connection);
        return connection;
    }

    /**
     * Makes a connection create its parser now. With the first statement that is not in the database's cache, a
     * connection creates a parser with an exception that it keeps while the connection is open. The exception keeps the
     * classes of the calling thread's stack: here those of the pool, otherwise those of a plugin, whose class loader
     * would leak.
     */
    private void parse(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("VALUES " + connections.incrementAndGet());
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    private void shutDown(String what) {
        try {
            driver.connect(what.replaceFirst(";.*", "") + ";shutdown=true", new Properties());
            LOG.warn("{} did not answer its shutdown", what);
        } catch (SQLException e) {
            if (!CLEAN_SHUTDOWN.contains(e.getSQLState())) {
                LOG.warn("{} was not shut down cleanly; it recovers when it starts again", what, e);
            }
        }
    }
}

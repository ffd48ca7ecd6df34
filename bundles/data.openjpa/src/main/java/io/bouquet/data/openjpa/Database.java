package io.bouquet.data.openjpa;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.pool.HikariPool;
import io.bouquet.data.DatabaseUnavailableException;
import io.bouquet.data.openjpa.ConnectionSource.Connector;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTransientConnectionException;
import java.util.Locale;
import java.util.Properties;
import java.util.concurrent.locks.ReentrantLock;
import javax.sql.DataSource;
import liquibase.exception.LockException;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.AttributeType;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** The one database that all persistence units share, as a pool of connections. Thread-safe. */
@Component(service = Database.class, configurationPid = Database.PID)
@Designate(ocd = Database.Config.class)
public final class Database implements AutoCloseable {
    static final String PID = "io.bouquet.data.openjpa";

    /** Which database. */
    @ObjectClassDefinition(name = "Bouquet database", description = "The database that all plugins share")
    public @interface Config {
        @AttributeDefinition(
                name = "URL",
                description = "JDBC URL; empty for the embedded Derby in the folder db of the data folder")
        String url() default "";

        @AttributeDefinition(name = "User", description = "Who connects; empty for Derby's own default")
        String user() default "";

        @AttributeDefinition(name = "Password", description = "Of the user", type = AttributeType.PASSWORD)
        String password() default "";

        @AttributeDefinition(name = "Pool size", description = "Connections that may be in use at once", min = "1")
        int poolSize() default 16;

        @AttributeDefinition(
                name = "Connection timeout",
                description = "Milliseconds that a caller waits for a connection",
                min = "250")
        long connectionTimeout() default 10_000;
    }

    /** All connections are in use, and none was given back in time. */
    private static final class BusyException extends SQLTransientConnectionException {
        private static final long serialVersionUID = 1;

        BusyException(SQLException waited) {
            super("all connections to the database are in use", "08001", waited);
        }
    }

    private static final String POSTGRESQL = "jdbc:postgresql:";
    /** How soon who waits for a connection looks whether any can come. */
    private static final long LOOK_MILLIS = 500;
    /** Of the pool. */
    private static final long LEAST_WAIT_MILLIS = 250;
    /** SQLSTATE's class of a disk, a memory or a number of connections that is used up. */
    private static final String NO_RESOURCES = "53";
    /** Derby's severity of a failure that shuts the database down; other databases have no such codes. */
    private static final int DERBY_DATABASE_SEVERITY = 45_000;

    private final String url;
    /** Null of PostgreSQL. */
    private final @Nullable Derby derby;

    private final Outage outage;
    private final HikariPool pool;
    private final long connectionTimeout;
    private final DataSource dataSource = new ConnectionSource(this::connection);
    private final ReentrantLock schemas = new ReentrantLock();
    private volatile boolean closed;

    /** Starts the database of the configuration; connections come as they are asked for. */
    @Activate
    public Database(Config config, BundleContext context) throws IOException {
        this(url(config, context), config.user(), config.password(), config.poolSize(), config.connectionTimeout());
    }

    /** A database of its own; {@code jdbc:derby:memory:name} for tests. */
    public Database(String url) {
        this(url, "", "", 4, 10_000);
    }

    /** @param connectionTimeout in milliseconds */
    Database(String url, String user, String password, int poolSize, long connectionTimeout) {
        this.url = url;
        this.connectionTimeout = connectionTimeout;
        Driver driver = driver(url);
        Properties login = new Properties();
        if (!user.isEmpty()) {
            login.setProperty("user", user);
            login.setProperty("password", password);
        }
        Connector connector;
        if (url.startsWith(Derby.PREFIX)) {
            Derby embedded = new Derby(driver, url, login);
            this.derby = embedded;
            this.outage = new Outage(place(), embedded::probe);
            connector = embedded::connect;
        } else {
            // what the URL says comes first
            login.setProperty("connectTimeout", "3");
            login.setProperty("loginTimeout", "5");
            login.setProperty("tcpKeepAlive", "true");
            this.derby = null;
            connector = () -> driver.connect(url, login);
            this.outage = new Outage(place(), () -> connector.connect().close());
        }
        HikariConfig pooled = new HikariConfig();
        pooled.setPoolName("bouquet-data");
        pooled.setDataSource(new ConnectionSource(() -> {
            try {
                return connector.connect();
            } catch (SQLException e) {
                outage.begin(e);
                throw e;
            }
        }));
        pooled.setThreadFactory(work -> Threads.daemon(work, "bouquet-data-connections"));
        pooled.setMaximumPoolSize(poolSize);
        pooled.setMinimumIdle(Math.min(2, poolSize));
        pooled.setConnectionTimeout(connectionTimeout);
        if (derby != null) {
            // pooled.setConnectionInitSql(Derby.FIRST_STATEMENT);
        }
        // a database that cannot be reached yet must not stop the activation of this component
        pooled.setInitializationFailTimeout(-1);
        pooled.validate();
        this.pool = new HikariPool(pooled);
    }

    /** Where the connections come from. */
    public DataSource dataSource() {
        return dataSource;
    }

    /** Held while a schema is made, migrated or dropped; see {@link SchemaLock}. */
    ReentrantLock schemas() {
        return schemas;
    }

    /** A connection of the pool; an outage is told at once, for nobody should wait for what cannot come. */
    private Connection connection() throws SQLException {
        if (closed) {
            throw new SQLNonTransientConnectionException("the database is shut down", "08003");
        }
        long left = connectionTimeout;
        while (true) {
            outage.check();
            long wait = Math.min(LOOK_MILLIS, left);
            try {
                return pool.getConnection(wait);
            } catch (SQLTransientConnectionException e) {
                left -= wait;
                if (left < LEAST_WAIT_MILLIS) {
                    outage.check();
                    throw pool.getActiveConnections() == 0 ? e : new BusyException(e);
                }
            }
        }
    }

    /** What to throw for a failure: if the database is away, that. */
    RuntimeException translate(RuntimeException failure) {
        return isUnavailable(failure) && DatabaseUnavailableException.in(failure) == null
                ? unavailable(failure)
                : failure;
    }

    /** What to throw for a failure that {@link #isUnavailable} says so of. */
    DatabaseUnavailableException unavailable(Exception failure) {
        if (isFull(failure)) {
            outage.warn(failure);
            return new DatabaseUnavailableException("the database has no room for this now; try again soon", failure);
        }
        outage.suspect(failure);
        // where one connection is broken, others are; the pool does not look at those that were just used
        pool.softEvictConnections();
        String what = outage.failure() instanceof Derby.DiskFullException
                ? "the disk of the database is full; it answers again when there is room"
                : "the database does not answer; try again soon";
        return new DatabaseUnavailableException(what, failure);
    }

    /** Whether the database is there, but has no connection, memory or disk for more. */
    private static boolean isFull(Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof BusyException
                    || cause instanceof SQLException sql
                            && sql.getSQLState() != null
                            && sql.getSQLState().startsWith(NO_RESOURCES)) {
                return true;
            }
        }
        return false;
    }

    boolean derby() {
        return derby != null;
    }

    /** An unquoted name, lower case, as this database's catalogue has it. */
    String identifier(String name) {
        return derby() ? name.toUpperCase(Locale.ROOT) : name;
    }

    /** What OpenJPA calls the dialect. */
    String dictionary() {
        return derby() ? "derby" : "postgres";
    }

    /** Where the database is, without what follows in the URL: a password may be there. */
    String place() {
        return url.replaceFirst("[?;].*", "");
    }

    /**
     * Whether a failure means that the database cannot be reached now, so that it is worth to try again: SQLSTATE class
     * 08 (connection), 53 (no room), 57P (an administrator stops PostgreSQL), Derby's XJ040 of a database that cannot be booted and
     * all that closes it, such as a full disk.
     */
    static boolean isUnavailable(Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLTransientConnectionException
                    || cause instanceof SQLNonTransientConnectionException
                    || cause instanceof SQLRecoverableException
                    || cause instanceof LockException) {
                return true;
            }
            if (cause instanceof SQLException sql) {
                String state = sql.getSQLState() == null ? "" : sql.getSQLState();
                if (state.startsWith("08")
                        || state.startsWith("57P")
                        || state.startsWith(NO_RESOURCES)
                        || state.equals("XJ040")
                        || sql.getErrorCode() >= DERBY_DATABASE_SEVERITY) {
                    return true;
                }
            }
        }
        return false;
    }

    @Override
    @Deactivate
    public void close() {
        closed = true;
        outage.close();
        try {
            pool.shutdown();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (derby != null) {
            derby.shutDown();
        }
    }

    private static String url(Config config, BundleContext context) throws IOException {
        String data = context.getProperty("karaf.data");
        Path folder = Path.of(data == null ? "data" : data).toAbsolutePath();
        if (System.getProperty("derby.stream.error.file") == null) {
            // read once, when the engine boots; without it derby.log is in the working directory
            Path logs = Files.createDirectories(folder.resolve("log"));
            System.setProperty(
                    "derby.stream.error.file", logs.resolve("derby.log").toString());
        }
        return config.url().isEmpty() ? Derby.PREFIX + folder.resolve("db") : config.url();
    }

    private static Driver driver(String url) {
        String name;
        if (url.startsWith(Derby.PREFIX)) {
            name = "org.apache.derby.jdbc.EmbeddedDriver";
        } else if (url.startsWith(POSTGRESQL)) {
            name = "org.postgresql.Driver";
        } else {
            throw new DataException("the database '" + url + "' is not known; it starts with " + Derby.PREFIX + " or "
                    + POSTGRESQL + " (configuration " + PID + ")");
        }
        try {
            // by name, for which of the drivers is installed is the operator's choice
            return (Driver) Class.forName(name, true, Database.class.getClassLoader())
                    .getDeclaredConstructor()
                    .newInstance();
        } catch (ReflectiveOperationException e) {
            throw new DataException(
                    "no driver " + name + " for the database " + url + "; install the bundle that has it", e);
        }
    }
}

package io.bouquet.data.openjpa;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.pool.HikariPool;
import io.bouquet.common.Threads;
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

/** The database that all persistence units share, as a pool of connections. Thread-safe. */
@Component(service = Database.class, configurationPid = Database.PID)
@Designate(ocd = Database.Config.class)
public final class Database implements AutoCloseable {
    static final String PID = "io.bouquet.data.openjpa";

    /** Settings of the database. */
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

    /** Thrown if all connections are in use and none was returned in time. */
    private static final class BusyException extends SQLTransientConnectionException {
        private static final long serialVersionUID = 1;

        BusyException(SQLException waited) {
            super("all connections to the database are in use", "08001", waited);
        }
    }

    private static final String POSTGRESQL = "jdbc:postgresql:";
    /** Interval at which a waiting caller checks that the database answers. */
    private static final long LOOK_MILLIS = 500;
    /** Time limits of the pool. */
    private static final long LEAST_WAIT_MILLIS = 250;
    /** SQLSTATE class: disk, memory or connections exhausted. */
    private static final String NO_RESOURCES = "53";
    /** Derby's severity of a failure that shuts down the database; other databases have no such codes. */
    private static final int DERBY_DATABASE_SEVERITY = 45_000;

    private final String url;
    /** Null for PostgreSQL. */
    private final @Nullable Derby derby;

    private final Outage outage;
    private final HikariPool pool;
    private final long connectionTimeout;
    private final DataSource dataSource = new ConnectionSource(this::connection);
    private final ReentrantLock schemas = new ReentrantLock();
    private volatile boolean closed;

    /** Opens the configured database; connections are created on demand. */
    @Activate
    public Database(Config config, BundleContext context) throws IOException {
        this(url(config, context), config.user(), config.password(), config.poolSize(), config.connectionTimeout());
    }

    /** Opens a database, such as {@code jdbc:derby:memory:name} in tests. */
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
            // settings in the URL take precedence
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
        pooled.setThreadFactory(work -> Threads.daemon("bouquet-data-connections", work));
        pooled.setMaximumPoolSize(poolSize);
        pooled.setMinimumIdle(Math.min(2, poolSize));
        pooled.setConnectionTimeout(connectionTimeout);
        // the component activates even if the database cannot be reached yet
        pooled.setInitializationFailTimeout(-1);
        pooled.validate();
        this.pool = new HikariPool(pooled);
    }

    /** Returns the source of the connections. */
    public DataSource dataSource() {
        return dataSource;
    }

    /** Returns the lock for creating, migrating and dropping schemas; see {@link SchemaLock}. */
    ReentrantLock schemas() {
        return schemas;
    }

    /** Returns a connection of the pool; fails at once during an outage. */
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

    /** Returns the exception to throw for a failure: {@link DatabaseUnavailableException} during an outage. */
    RuntimeException translate(RuntimeException failure) {
        return isUnavailable(failure) && DatabaseUnavailableException.in(failure) == null
                ? unavailable(failure)
                : failure;
    }

    /** Returns the exception to throw for a failure for which {@link #isUnavailable} is true. */
    DatabaseUnavailableException unavailable(Exception failure) {
        if (isFull(failure)) {
            outage.warn(failure);
            return new DatabaseUnavailableException("the database has no room for this now; try again soon", failure);
        }
        outage.suspect(failure);
        // if one connection is broken, others are too; the pool does not test recently used ones
        pool.softEvictConnections();
        String what = outage.failure() instanceof Derby.DiskFullException
                ? "the disk of the database is full; it answers again when there is room"
                : "the database does not answer; try again soon";
        return new DatabaseUnavailableException(what, failure);
    }

    /** Returns whether the database answers but has no connection, memory or disk space left. */
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

    /** Converts an unquoted lower-case name to the spelling of this database's catalogue. */
    String identifier(String name) {
        return derby() ? name.toUpperCase(Locale.ROOT) : name;
    }

    /** Returns OpenJPA's name of the dialect. */
    String dictionary() {
        return derby() ? "derby" : "postgres";
    }

    /** Returns the URL without its parameters, which may contain a password. */
    String place() {
        return url.replaceFirst("[?;].*", "");
    }

    /**
     * Returns whether a failure means that the database cannot be used now, so that a later try may succeed: SQLSTATE
     * class 08 (connection), 53 (resources exhausted), 57P (an administrator stops PostgreSQL), Derby's XJ040 (the
     * database cannot boot), and all failures that close Derby, such as a full disk.
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
            // read once, when the engine boots; by default derby.log is in the working directory
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
            // by name, because the operator chooses which driver is installed
            return (Driver) Class.forName(name, true, Database.class.getClassLoader())
                    .getDeclaredConstructor()
                    .newInstance();
        } catch (ReflectiveOperationException e) {
            throw new DataException(
                    "no driver " + name + " for the database " + url + "; install the bundle that has it", e);
        }
    }
}

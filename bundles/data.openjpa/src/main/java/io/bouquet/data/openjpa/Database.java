package io.bouquet.data.openjpa;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Driver;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTransientConnectionException;
import java.util.Locale;
import java.util.Properties;
import java.util.Set;
import javax.sql.DataSource;
import liquibase.exception.LockException;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.AttributeType;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

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

    private static final Logger LOG = LoggerFactory.getLogger(Database.class);
    /** Derby reports it as an exception: of a database, of one that nobody has started, of the engine. */
    private static final Set<String> CLEAN_SHUTDOWN = Set.of("08006", "XJ004", "XJ015");

    private static final String DERBY = "jdbc:derby:";
    private static final String POSTGRESQL = "jdbc:postgresql:";

    private final String url;
    private final Driver driver;
    private final HikariDataSource pool;

    /** Starts the database of the configuration; connections come as they are asked for. */
    @Activate
    public Database(Config config, BundleContext context) throws IOException {
        this(url(config, context), config.user(), config.password(), config.poolSize(), config.connectionTimeout());
    }

    /** A database of its own; {@code jdbc:derby:memory:name} for tests. */
    public Database(String url) {
        this(url, "", "", 4, 10_000);
    }

    private Database(String url, String user, String password, int poolSize, long connectionTimeout) {
        this.url = url;
        this.driver = driver(url);
        Properties login = new Properties();
        if (!user.isEmpty()) {
            login.setProperty("user", user);
            login.setProperty("password", password);
        }
        if (derby()) {
            login.setProperty("create", "true");
        }
        HikariConfig pooled = new HikariConfig();
        pooled.setPoolName("bouquet-data");
        pooled.setDataSource(new DriverDataSource(driver, url, login));
        pooled.setMaximumPoolSize(poolSize);
        pooled.setMinimumIdle(Math.min(2, poolSize));
        pooled.setConnectionTimeout(connectionTimeout);
        // a database that cannot be reached yet must not stop the activation of this component
        pooled.setInitializationFailTimeout(-1);
        this.pool = new HikariDataSource(pooled);
    }

    /** Where the connections come from. */
    public DataSource dataSource() {
        return pool;
    }

    boolean derby() {
        return url.startsWith(DERBY);
    }

    /** An unquoted name, lower case, as this database's catalogue has it. */
    String identifier(String name) {
        return derby() ? name.toUpperCase(Locale.ROOT) : name;
    }

    /** What OpenJPA calls the dialect. */
    String dictionary() {
        return derby() ? "derby" : "postgres";
    }

    String url() {
        return url;
    }

    /**
     * Whether a failure means that the database cannot be reached now, so that it is worth to try again: SQLSTATE class
     * 08 (connection), 57P (an administrator stops PostgreSQL), Derby's XJ040 of a database that cannot be booted.
     */
    static boolean isAway(Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLTransientConnectionException
                    || cause instanceof SQLNonTransientConnectionException
                    || cause instanceof SQLRecoverableException
                    || cause instanceof LockException) {
                return true;
            }
            if (cause instanceof SQLException sql && sql.getSQLState() != null) {
                String state = sql.getSQLState();
                if (state.startsWith("08") || state.startsWith("57P") || state.equals("XJ040")) {
                    return true;
                }
            }
        }
        return false;
    }

    @Override
    @Deactivate
    public void close() {
        pool.close();
        if (derby()) {
            shutDown(url.replaceFirst(";.*", ""));
            // the engine too, with its threads; the next start of this component boots it again
            shutDown(DERBY);
        }
    }

    private void shutDown(String what) {
        try {
            driver.connect(what + ";shutdown=true", new Properties());
            LOG.warn("{} did not answer its shutdown", what);
        } catch (SQLException e) {
            if (!CLEAN_SHUTDOWN.contains(e.getSQLState())) {
                LOG.warn("{} was not shut down cleanly; it recovers when it starts again", what, e);
            }
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
        return config.url().isEmpty() ? DERBY + folder.resolve("db") : config.url();
    }

    private static Driver driver(String url) {
        String name;
        if (url.startsWith(DERBY)) {
            name = "org.apache.derby.jdbc.EmbeddedDriver";
        } else if (url.startsWith(POSTGRESQL)) {
            name = "org.postgresql.Driver";
        } else {
            throw new DataException("the database '" + url + "' is not known; it starts with " + DERBY + " or "
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

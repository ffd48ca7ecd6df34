package io.bouquet.data.openjpa;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import liquibase.Contexts;
import liquibase.Liquibase;
import liquibase.Scope;
import liquibase.UpdateSummaryEnum;
import liquibase.analytics.configuration.AnalyticsArgs;
import liquibase.changelog.ChangeSet;
import liquibase.database.DatabaseFactory;
import liquibase.database.jvm.JdbcConnection;
import liquibase.lockservice.LockServiceFactory;
import liquibase.ui.LoggerUIService;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings the schema of one unit to where the plugin's change log wants it. Liquibase takes more than a second to start,
 * so it is passed over where the plugin's files are those that it saw last.
 */
final class Migration {
    private static final Logger LOG = LoggerFactory.getLogger(Migration.class);
    private static final String SEEN = "BOUQUET_MIGRATIONS";

    private final Database database;
    private final String unit;
    private final String changeLog;
    private final PluginFiles files;

    Migration(Database database, String unit, String changeLog, PluginFiles files) {
        this.database = database;
        this.unit = unit;
        this.changeLog = changeLog;
        this.files = files;
    }

    void run() throws SQLException, IOException {
        // missing or empty: said before anything is made
        files.get(changeLog);
        String checksum = checksum();
        try (Connection connection = database.dataSource().getConnection()) {
            if (checksum.equals(seen(connection).orElse(""))) {
                return;
            }
            long start = System.nanoTime();
            createSchema(connection);
            boolean again = update(connection);
            // Liquibase leaves the connection as it likes
            connection.setAutoCommit(true);
            remember(connection, again ? "" : checksum);
            LOG.info(
                    "The schema {} is as {} wants it, after {} ms",
                    unit,
                    changeLog,
                    (System.nanoTime() - start) / 1_000_000);
        }
    }

    /** Runs Liquibase; true where it wants to run each time. */
    private boolean update(Connection connection) {
        ClassLoader own = Migration.class.getClassLoader();
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        // it finds its own parts by ServiceLoader, in this bundle, where they are embedded
        thread.setContextClassLoader(own);
        try (LiquibaseFiles resources = new LiquibaseFiles(files)) {
            return Scope.child(
                    Map.of(
                            Scope.Attr.classLoader.name(),
                            own,
                            Scope.Attr.resourceAccessor.name(),
                            resources,
                            Scope.Attr.logService.name(),
                            new LiquibaseLogs(),
                            Scope.Attr.ui.name(),
                            new LoggerUIService(),
                            // or it sends its maker what it did
                            AnalyticsArgs.ENABLED.getKey(),
                            false),
                    () -> {
                        var target = DatabaseFactory.getInstance()
                                .findCorrectDatabaseImplementation(new JdbcConnection(connection));
                        target.setDefaultSchemaName(unit);
                        target.setLiquibaseSchemaName(unit);
                        if (database.derby()) {
                            // one process has the database: a lock is what a killed one left behind
                            var locks = LockServiceFactory.getInstance().getLockService(target);
                            if (locks.listLocks().length > 0) {
                                locks.forceReleaseLock();
                            }
                        }
                        @SuppressWarnings("resource") // closing it would close the connection, which is the pool's
                        Liquibase liquibase = new Liquibase(changeLog, resources, target);
                        liquibase.setShowSummary(UpdateSummaryEnum.OFF);
                        liquibase.update(new Contexts());
                        return liquibase.getDatabaseChangeLog().getChangeSets().stream()
                                .anyMatch(ChangeSet::isAlwaysRun);
                    });
        } catch (Exception e) {
            throw new DataException("the change log " + changeLog + " failed: " + rootMessage(e), e);
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    private void createSchema(Connection connection) throws SQLException {
        try (ResultSet schemas = connection.getMetaData().getSchemas()) {
            while (schemas.next()) {
                if (unit.equalsIgnoreCase(schemas.getString("TABLE_SCHEM"))) {
                    return;
                }
            }
        }
        // the name is checked where persistence.xml is read: letters, digits and _
        execute(connection, "CREATE SCHEMA " + unit);
    }

    private Optional<String> seen(Connection connection) throws SQLException {
        try (ResultSet tables = connection
                .getMetaData()
                .getTables(null, null, database.derby() ? SEEN : SEEN.toLowerCase(java.util.Locale.ROOT), null)) {
            if (!tables.next()) {
                execute(
                        connection,
                        "CREATE TABLE " + SEEN
                                + " (UNIT VARCHAR(30) NOT NULL PRIMARY KEY, CHECKSUM VARCHAR(64) NOT NULL)");
                return Optional.empty();
            }
        }
        try (PreparedStatement select =
                connection.prepareStatement("SELECT CHECKSUM FROM " + SEEN + " WHERE UNIT = ?")) {
            select.setString(1, unit);
            try (ResultSet rows = select.executeQuery()) {
                return rows.next() ? Optional.of(rows.getString(1)) : Optional.empty();
            }
        }
    }

    private void remember(Connection connection, String checksum) throws SQLException {
        try (PreparedStatement delete = connection.prepareStatement("DELETE FROM " + SEEN + " WHERE UNIT = ?");
                PreparedStatement insert = connection.prepareStatement("INSERT INTO " + SEEN + " VALUES (?, ?)")) {
            delete.setString(1, unit);
            delete.executeUpdate();
            insert.setString(1, unit);
            insert.setString(2, checksum);
            insert.executeUpdate();
        }
    }

    /** Of all files, not of the change log alone: it includes others, and which ones only Liquibase knows. */
    private String checksum() throws IOException {
        MessageDigest digest;
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
        digest.update(changeLog.getBytes(StandardCharsets.UTF_8));
        for (var file : files.byPath().entrySet()) {
            digest.update(file.getKey().getBytes(StandardCharsets.UTF_8));
            digest.update((byte) 0);
            try (InputStream in = file.getValue().openStream()) {
                digest.update(MessageDigest.getInstance("SHA-256").digest(in.readAllBytes()));
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException(e);
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String rootMessage(Throwable thrown) {
        Throwable root = thrown;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return String.valueOf(root.getMessage()).lines().findFirst().orElse("");
    }
}

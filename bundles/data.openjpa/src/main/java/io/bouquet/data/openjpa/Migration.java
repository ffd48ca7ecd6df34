package io.bouquet.data.openjpa;

import io.bouquet.data.UnitSchemas;
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
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import liquibase.Contexts;
import liquibase.Liquibase;
import liquibase.Scope;
import liquibase.UpdateSummaryEnum;
import liquibase.analytics.configuration.AnalyticsArgs;
import liquibase.changelog.ChangeSet;
import liquibase.changelog.FastCheckService;
import liquibase.changelog.filter.DbmsChangeSetFilter;
import liquibase.database.DatabaseFactory;
import liquibase.database.jvm.JdbcConnection;
import liquibase.exception.MigrationFailedException;
import liquibase.lockservice.LockServiceFactory;
import liquibase.ui.LoggerUIService;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Migrates the schema of one unit with the plugin's change log, and then checks that each change set has run. Liquibase
 * takes more than a second to start, so it is skipped if the plugin's files have not changed since the last complete
 * run. The schema records the plugin that owns it.
 */
final class Migration {
    private static final Logger LOG = LoggerFactory.getLogger(Migration.class);
    /** A table in the schema of the unit, so that it is dropped with the schema. */
    private static final String STATE = "BOUQUET_UNIT";

    private final Database database;
    private final String unit;
    private final String owner;
    private final String changeLog;
    private final PluginFiles files;
    /** The change sets of the change log for this database; empty until the change log is read. */
    private List<ChangeSet> declared = List.of();

    /** @param owner symbolic name of the plugin's bundle */
    Migration(Database database, String unit, String owner, String changeLog, PluginFiles files) {
        this.database = database;
        this.unit = unit;
        this.owner = owner;
        this.changeLog = changeLog;
        this.files = files;
    }

    /** The owner of a schema, and the hash of the files that it was migrated with. */
    private record State(String owner, String checksum) {}

    /** @throws DataException if the change log is invalid, or the schema belongs to another plugin */
    void run() throws SQLException, IOException {
        // report a missing change log before anything is created
        files.get(changeLog);
        String checksum = checksum();
        try (Connection connection = database.dataSource().getConnection()) {
            SchemaLock lock = SchemaLock.take(database, connection, unit);
            try {
                String before = connection.getSchema();
                try {
                    migrate(connection, checksum);
                } finally {
                    connection.setAutoCommit(true);
                    connection.setSchema(before);
                }
            } finally {
                lock.close();
            }
        }
    }

    private void migrate(Connection connection, String checksum) throws SQLException {
        State state = state(connection);
        if (!state.owner().equals(owner)) {
            throw new DataException(
                    "unit-taken",
                    "the unit '" + unit + "' belongs to the plugin " + state.owner(),
                    "Give yours another name in persistence.xml: <persistence-unit name=\"…\">",
                    null);
        }
        if (checksum.equals(state.checksum())) {
            return;
        }
        long start = System.nanoTime();
        boolean again;
        try {
            again = update(connection);
        } catch (DataException e) {
            throw new DataException(String.valueOf(e.getMessage()), e.getCause(), pending(connection));
        }
        // Liquibase changes settings of the connection
        connection.setAutoCommit(true);
        remember(connection, again ? "" : checksum);
        LOG.info(
                "The schema {} is as {} describes it, after {} ms",
                unit,
                changeLog,
                (System.nanoTime() - start) / 1_000_000);
    }

    /** Returns the change sets that did not run because of a failure. */
    private List<UnitSchemas.ChangeSet> pending(Connection connection) {
        if (declared.isEmpty()) {
            return List.of();
        }
        try {
            if (!connection.getAutoCommit()) {
                connection.rollback();
            }
            return missing(connection).stream()
                    .map(one -> new UnitSchemas.ChangeSet(one.getId(), one.getAuthor(), one.getFilePath(), null))
                    .toList();
        } catch (SQLException e) {
            LOG.debug("What is pending in the unit {} is not known", unit, e);
            return List.of();
        }
    }

    /** Runs Liquibase; returns whether a change set must run each time. */
    private boolean update(Connection connection) {
        ClassLoader own = Migration.class.getClassLoader();
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        UnitConnection guard = new UnitConnection(unit);
        // it loads its embedded parts from this bundle with ServiceLoader
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
                            // otherwise it reports its use to its vendor
                            AnalyticsArgs.ENABLED.getKey(),
                            false),
                    () -> update(connection, guard, resources));
        } catch (DataException e) {
            throw e;
        } catch (Exception e) {
            throw new DataException(explain(e, guard), e);
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    private boolean update(Connection connection, UnitConnection guard, LiquibaseFiles resources) throws Exception {
        var target = DatabaseFactory.getInstance()
                .findCorrectDatabaseImplementation(new JdbcConnection(guard.around(connection)));
        target.setDefaultSchemaName(unit);
        target.setLiquibaseSchemaName(unit);
        if (database.derby()) {
            // only one process uses the database, so an existing lock is left over from a killed process
            var locks = LockServiceFactory.getInstance().getLockService(target);
            if (locks.listLocks().length > 0) {
                locks.forceReleaseLock();
            }
        }
        // it caches by schema and path, while this process runs, that there is nothing to do
        Scope.getCurrentScope().getSingleton(FastCheckService.class).clearCache();
        @SuppressWarnings("resource") // closing it would close the connection, which belongs to the pool
        Liquibase liquibase = new Liquibase(changeLog, resources, target);
        liquibase.setShowSummary(UpdateSummaryEnum.OFF);
        List<ChangeSet> changeSets = liquibase.getDatabaseChangeLog().getChangeSets();
        DbmsChangeSetFilter meant = new DbmsChangeSetFilter(target);
        declared = changeSets.stream()
                // a precondition may skip a change set
                .filter(changeSet -> changeSet.getPreconditions() == null && !changeSet.isIgnore())
                .filter(changeSet -> meant.accepts(changeSet).isAccepted())
                .toList();
        liquibase.update(new Contexts());
        List<ChangeSet> missing = missing(connection);
        if (!missing.isEmpty()) {
            throw new DataException("the change log " + changeLog + " holds change sets that have not run: "
                    + missing.stream().map(one -> one.toString(false)).collect(Collectors.joining(", ")));
        }
        return changeSets.stream().anyMatch(ChangeSet::isAlwaysRun);
    }

    /** Returns the declared change sets that have not run. */
    private List<ChangeSet> missing(Connection connection) throws SQLException {
        Set<List<String>> ran = ran(connection);
        return declared.stream()
                .filter(one -> !ran.contains(List.of(one.getId(), one.getAuthor())))
                .toList();
    }

    private static Set<List<String>> ran(Connection connection) throws SQLException {
        Set<List<String>> ran = new HashSet<>();
        try (Statement select = connection.createStatement();
                ResultSet rows = select.executeQuery("SELECT ID, AUTHOR FROM DATABASECHANGELOG")) {
            while (rows.next()) {
                ran.add(List.of(rows.getString(1), rows.getString(2)));
            }
        }
        return ran;
    }

    /** Returns one line with the change set, the database's message and the statement. */
    private String explain(Exception e, UnitConnection guard) {
        String changeSet = "";
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof DataException refused) {
                return "the change log " + changeLog + " is refused: " + refused.getMessage();
            }
            if (cause instanceof MigrationFailedException failed) {
                // "Migration failed for changeset db/x.xml::2::author:" and the reason, in separate lines
                changeSet = firstLine(failed.getMessage())
                        .replaceFirst("^Migration failed for changeset ", "")
                        .replaceFirst(":\\s*$", "");
            }
        }
        String reason = "the change log " + changeLog + " failed"
                + (changeSet.isEmpty() ? "" : " in the change set " + changeSet) + ": " + rootMessage(e);
        return guard.failed().isEmpty() ? reason : reason + "; statement: " + UnitConnection.oneLine(guard.failed());
    }

    private void createSchema(Connection connection) throws SQLException {
        try (ResultSet schemas = connection.getMetaData().getSchemas()) {
            while (schemas.next()) {
                if (unit.equalsIgnoreCase(schemas.getString("TABLE_SCHEM"))) {
                    return;
                }
            }
        }
        // the name was checked when persistence.xml was read: letters, digits and _
        execute(connection, "CREATE SCHEMA " + unit);
    }

    /** Returns the name of the table with the owner, in the spelling of the catalogue. */
    static String stateTable(Database database) {
        return database.identifier(STATE.toLowerCase(Locale.ROOT));
    }

    /** Returns the tables in each unit's schema that do not belong to the plugin. */
    static List<String> bookkeeping(Database database) {
        return List.of(
                stateTable(database),
                database.identifier("databasechangelog"),
                database.identifier("databasechangeloglock"));
    }

    /** Creates the schema and records its owner in one transaction, so that each schema has an owner. */
    private State state(Connection connection) throws SQLException {
        connection.setAutoCommit(false);
        try {
            createSchema(connection);
            // resolves unqualified names in change logs of every format
            connection.setSchema(database.identifier(unit));
            Optional<State> state = read(connection);
            if (state.isEmpty()) {
                insert(connection, "");
            }
            connection.commit();
            return state.orElse(new State(owner, ""));
        } finally {
            connection.rollback();
            connection.setAutoCommit(true);
        }
    }

    private Optional<State> read(Connection connection) throws SQLException {
        String table = stateTable(database);
        try (ResultSet tables = connection.getMetaData().getTables(null, database.identifier(unit), table, null)) {
            if (!tables.next()) {
                execute(
                        connection,
                        "CREATE TABLE " + STATE + " (OWNER VARCHAR(200) NOT NULL, CHECKSUM VARCHAR(64) NOT NULL)");
                return Optional.empty();
            }
        }
        try (Statement select = connection.createStatement();
                ResultSet rows = select.executeQuery("SELECT OWNER, CHECKSUM FROM " + STATE)) {
            return rows.next() ? Optional.of(new State(rows.getString(1), rows.getString(2))) : Optional.empty();
        }
    }

    private void remember(Connection connection, String checksum) throws SQLException {
        connection.setAutoCommit(false);
        try {
            execute(connection, "DELETE FROM " + STATE);
            insert(connection, checksum);
            connection.commit();
        } finally {
            connection.rollback();
            connection.setAutoCommit(true);
        }
    }

    private void insert(Connection connection, String checksum) throws SQLException {
        try (PreparedStatement insert =
                connection.prepareStatement("INSERT INTO " + STATE + " (OWNER, CHECKSUM) VALUES (?, ?)")) {
            insert.setString(1, owner);
            insert.setString(2, checksum);
            insert.executeUpdate();
        }
    }

    /** Returns the hash of all files, because a change log includes others, and only Liquibase knows which. */
    private String checksum() throws IOException {
        MessageDigest digest = sha256();
        digest.update(changeLog.getBytes(StandardCharsets.UTF_8));
        for (var file : files.byPath().entrySet()) {
            digest.update(file.getKey().getBytes(StandardCharsets.UTF_8));
            digest.update((byte) 0);
            try (InputStream in = file.getValue().openStream()) {
                digest.update(sha256().digest(in.readAllBytes()));
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
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
        return firstLine(String.valueOf(root.getMessage()));
    }

    private static String firstLine(@Nullable String text) {
        return text == null ? "" : text.strip().lines().findFirst().orElse("");
    }
}

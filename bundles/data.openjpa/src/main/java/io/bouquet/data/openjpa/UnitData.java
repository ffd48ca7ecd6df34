package io.bouquet.data.openjpa;

import io.bouquet.data.UnitSchemas;
import io.bouquet.data.openjpa.EntityBundle.Progress;
import io.bouquet.deploy.spi.Contribution;
import io.bouquet.deploy.spi.PluginData;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/**
 * The schemas of persistence units, as data of the plugins that own them. Queries the database each time, so it finds
 * the schemas of removed plugins too. Thread-safe.
 */
@Component(service = {PluginData.class, UnitSchemas.class})
public final class UnitData implements PluginData, UnitSchemas {
    private static final String PLATFORM = "io.bouquet.";
    private static final String CLOSED = "closed";

    private final Database database;
    private final Supplier<Collection<Progress>> opened;
    private final Predicate<String> isInstalled;

    @Activate
    public UnitData(@Reference Database database, @Reference EntityBundles bundles, BundleContext context) {
        this(database, bundles::progress, owner -> Arrays.stream(context.getBundles())
                .anyMatch(bundle -> owner.equals(bundle.getSymbolicName())));
    }

    /**
     * @param opened      returns the states of the units of started bundles
     * @param isInstalled returns whether a bundle with a symbolic name is installed
     */
    UnitData(Database database, Supplier<Collection<Progress>> opened, Predicate<String> isInstalled) {
        this.database = database;
        this.opened = opened;
        this.isInstalled = isInstalled;
    }

    @Override
    public List<String> names() {
        return call("units", connection -> Stream.concat(
                        schemas(connection).stream().map(UnitData::unit),
                        opened.get().stream().map(UnitData::unit))
                .distinct()
                .sorted()
                .toList());
    }

    @Override
    public List<UnitSchema> all() {
        return call("units", connection -> {
            Map<String, UnitSchema> all = new TreeMap<>();
            opened.get().forEach(one -> all.put(unit(one), withoutSchema(one)));
            for (String schema : schemas(connection)) {
                all.put(unit(schema), read(connection, unit(schema), schema));
            }
            return List.copyOf(all.values());
        });
    }

    @Override
    public Optional<UnitSchema> find(String unit) {
        return call("the unit " + unit, connection -> {
            Optional<String> schema = schema(connection, unit);
            return schema.isEmpty()
                    ? progress(unit).map(UnitData::withoutSchema)
                    : Optional.of(read(connection, unit, schema.get()));
        });
    }

    @Override
    public void dropUnit(String unit) {
        call(
                "the unit " + unit,
                connection -> locked(connection, unit, () -> {
                    String schema = schema(connection, unit)
                            .orElseThrow(() -> new IllegalArgumentException("no unit named '" + unit
                                    + "' has a schema; there are: " + String.join(", ", names())));
                    UnitSchema its = read(connection, unit, schema);
                    if (its.owner().isEmpty()) {
                        throw new IllegalStateException(
                                "the schema of the unit " + unit + " does not say whose it is, so it is"
                                        + " not dropped; install its plugin, which notes that, and remove it again");
                    }
                    if (its.owner().startsWith(PLATFORM)) {
                        throw new IllegalStateException(
                                "the unit " + unit + " is the platform's, and is never dropped");
                    }
                    if (!its.state().equals(CLOSED) || isInstalled.test(its.owner())) {
                        throw new IllegalStateException("the unit " + unit + " is in use by " + its.owner()
                                + "; remove the plugin first, with plugin:remove");
                    }
                    inTransaction(connection, () -> drop(connection, schema));
                }));
    }

    /** Runs a step while no schema is migrated. */
    private boolean locked(Connection connection, String unit, Step step) throws SQLException {
        SchemaLock lock = SchemaLock.tryTake(database, connection, unit(unit))
                .orElseThrow(() -> new IllegalStateException("schemas are being migrated, so the unit " + unit
                        + " is not dropped; try again when that has ended"));
        try {
            step.run();
            return true;
        } finally {
            lock.close();
        }
    }

    private Optional<Progress> progress(String unit) {
        return opened.get().stream().filter(one -> unit(one).equals(unit(unit))).findFirst();
    }

    /** Returns a unit without a schema. */
    private static UnitSchema withoutSchema(Progress progress) {
        return new UnitSchema(
                unit(progress),
                "",
                progress.owner(),
                state(progress),
                progress.unit().detail(),
                List.of(),
                progress.pending(),
                List.of());
    }

    private UnitSchema read(Connection connection, String unit, String schema) throws SQLException {
        Progress progress = progress(unit).orElse(null);
        List<Table> tables = new ArrayList<>();
        for (String table : ownTables(connection, schema)) {
            tables.add(new Table(table, rows(connection, schema, table)));
        }
        return new UnitSchema(
                unit,
                schema,
                owner(connection, schema),
                progress == null ? CLOSED : state(progress),
                progress == null || works(progress) ? "" : progress.unit().detail(),
                changeSets(connection, schema),
                progress == null ? List.of() : progress.pending(),
                tables);
    }

    private static boolean works(Progress progress) {
        return progress.unit().state() == Contribution.State.WORKS;
    }

    private static String state(Progress progress) {
        return works(progress) ? "open" : progress.unit().state().name().toLowerCase(Locale.ROOT);
    }

    private static String unit(Progress progress) {
        return progress.unit().name();
    }

    private static String unit(String schema) {
        return schema.toLowerCase(Locale.ROOT);
    }

    private Optional<String> schema(Connection connection, String unit) throws SQLException {
        return schemas(connection).stream()
                .filter(schema -> unit(schema).equals(unit(unit)))
                .findFirst();
    }

    private String owner(Connection connection, String schema) throws SQLException {
        try (Statement select = connection.createStatement();
                ResultSet rows =
                        select.executeQuery("SELECT OWNER FROM " + quoted(schema, Migration.stateTable(database)))) {
            return rows.next() ? rows.getString(1) : "";
        }
    }

    private List<ChangeSet> changeSets(Connection connection, String schema) throws SQLException {
        String log = database.identifier("databasechangelog");
        if (!tables(connection, schema, "TABLE").contains(log)) {
            return List.of();
        }
        List<ChangeSet> changeSets = new ArrayList<>();
        try (Statement select = connection.createStatement();
                ResultSet rows = select.executeQuery("SELECT ID, AUTHOR, FILENAME, DATEEXECUTED FROM "
                        + quoted(schema, log) + " ORDER BY ORDEREXECUTED")) {
            while (rows.next()) {
                Timestamp ran = rows.getTimestamp(4);
                changeSets.add(new ChangeSet(
                        rows.getString(1), rows.getString(2), rows.getString(3), ran == null ? null : ran.toInstant()));
            }
        }
        return changeSets;
    }

    private List<String> ownTables(Connection connection, String schema) throws SQLException {
        List<String> tables = tables(connection, schema, "TABLE");
        tables.removeAll(Migration.bookkeeping(database));
        return tables;
    }

    @Override
    public List<String> of(String bundle) {
        return call(bundle, connection -> {
            List<String> kept = new ArrayList<>();
            for (String schema : schemas(connection, bundle)) {
                List<String> tables = ownTables(connection, schema);
                long rows = 0;
                for (String table : tables) {
                    rows += rows(connection, schema, table);
                }
                kept.add("the schema " + schema + " (" + tables.size() + (tables.size() == 1 ? " table, " : " tables, ")
                        + rows + (rows == 1 ? " row)" : " rows)"));
            }
            return kept;
        });
    }

    @Override
    public void drop(String bundle) {
        if (bundle.startsWith(PLATFORM)) {
            throw new DataException("the data of the platform's own bundle " + bundle + " is never dropped");
        }
        call(bundle, connection -> {
            for (String schema : schemas(connection, bundle)) {
                locked(connection, schema, () -> inTransaction(connection, () -> drop(connection, schema)));
            }
            return true;
        });
    }

    private interface Work<T> {
        T in(Connection connection) throws SQLException;
    }

    private interface Step {
        void run() throws SQLException;
    }

    private <T> T call(String what, Work<T> work) {
        try (Connection connection = database.dataSource().getConnection()) {
            return work.in(connection);
        } catch (SQLException e) {
            if (Database.isUnavailable(e)) {
                throw database.unavailable(e);
            }
            throw new DataException("the data of " + what + " cannot be reached: " + e.getMessage(), e);
        }
    }

    private static void inTransaction(Connection connection, Step step) throws SQLException {
        connection.setAutoCommit(false);
        try {
            step.run();
            connection.commit();
        } finally {
            connection.rollback();
            connection.setAutoCommit(true);
        }
    }

    /** Returns the schemas of the units of a bundle. */
    private Set<String> schemas(Connection connection, String bundle) throws SQLException {
        Set<String> owned = new LinkedHashSet<>();
        for (String schema : schemas(connection)) {
            if (owner(connection, schema).equals(bundle)) {
                owned.add(schema);
            }
        }
        return owned;
    }

    /** Returns the schemas of all units. */
    private List<String> schemas(Connection connection) throws SQLException {
        try (ResultSet tables = connection
                .getMetaData()
                .getTables(null, null, Migration.stateTable(database), new String[] {"TABLE"})) {
            return strings(tables, "TABLE_SCHEM");
        }
    }

    private void drop(Connection connection, String schema) throws SQLException {
        if (!database.derby()) {
            execute(connection, "DROP SCHEMA " + quoted(schema) + " CASCADE");
            return;
        }
        // Derby drops only empty schemas; drop references to other tables first
        for (String view : tables(connection, schema, "VIEW")) {
            execute(connection, "DROP VIEW " + quoted(schema, view));
        }
        List<String> tables = tables(connection, schema, "TABLE");
        for (String table : tables) {
            for (String key : foreignKeys(connection, schema, table)) {
                execute(connection, "ALTER TABLE " + quoted(schema, table) + " DROP CONSTRAINT " + quoted(key));
            }
        }
        for (String table : tables) {
            execute(connection, "DROP TABLE " + quoted(schema, table));
        }
        for (String sequence : sequences(connection, schema)) {
            execute(connection, "DROP SEQUENCE " + quoted(schema, sequence) + " RESTRICT");
        }
        execute(connection, "DROP SCHEMA " + quoted(schema) + " RESTRICT");
    }

    private static List<String> tables(Connection connection, String schema, String kind) throws SQLException {
        try (ResultSet tables = connection.getMetaData().getTables(null, schema, null, new String[] {kind})) {
            return strings(tables, "TABLE_NAME");
        }
    }

    private static Set<String> foreignKeys(Connection connection, String schema, String table) throws SQLException {
        try (ResultSet keys = connection.getMetaData().getImportedKeys(null, schema, table)) {
            // a key with several columns has several rows
            return new LinkedHashSet<>(strings(keys, "FK_NAME"));
        }
    }

    private static List<String> sequences(Connection connection, String schema) throws SQLException {
        // sequences of identity columns were dropped with their tables
        try (PreparedStatement select = connection.prepareStatement(
                "SELECT q.SEQUENCENAME FROM SYS.SYSSEQUENCES q JOIN SYS.SYSSCHEMAS s ON q.SCHEMAID = s.SCHEMAID"
                        + " WHERE s.SCHEMANAME = ?")) {
            select.setString(1, schema);
            try (ResultSet rows = select.executeQuery()) {
                return strings(rows, "SEQUENCENAME");
            }
        }
    }

    private static long rows(Connection connection, String schema, String table) throws SQLException {
        try (Statement select = connection.createStatement();
                ResultSet rows = select.executeQuery("SELECT COUNT(*) FROM " + quoted(schema, table))) {
            rows.next();
            return rows.getLong(1);
        }
    }

    private static List<String> strings(ResultSet rows, String column) throws SQLException {
        List<String> strings = new ArrayList<>();
        while (rows.next()) {
            strings.add(rows.getString(column));
        }
        return strings;
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String quoted(String... names) {
        List<String> quoted = new ArrayList<>();
        for (String name : names) {
            quoted.add('"' + name.replace("\"", "\"\"") + '"');
        }
        return String.join(".", quoted);
    }
}

package io.bouquet.data.openjpa;

import io.bouquet.deploy.spi.PluginData;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/**
 * The schemas of persistence units as data of the plugins that own them. It asks the database each time, and so knows
 * the schema of a plugin that is not installed any more. Thread-safe.
 */
@Component
public final class UnitData implements PluginData {
    private static final String PLATFORM = "io.bouquet.";

    private final Database database;

    @Activate
    public UnitData(@Reference Database database) {
        this.database = database;
    }

    @Override
    public List<String> of(String bundle) {
        return call(bundle, connection -> {
            List<String> kept = new ArrayList<>();
            for (String schema : schemas(connection, bundle)) {
                List<String> tables = tables(connection, schema, "TABLE");
                tables.removeAll(Migration.bookkeeping(database));
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
            connection.setAutoCommit(false);
            try {
                for (String schema : schemas(connection, bundle)) {
                    drop(connection, schema);
                }
                connection.commit();
            } finally {
                connection.rollback();
                connection.setAutoCommit(true);
            }
            return List.of();
        });
    }

    private interface Work {
        List<String> in(Connection connection) throws SQLException;
    }

    private List<String> call(String bundle, Work work) {
        try (Connection connection = database.dataSource().getConnection()) {
            return work.in(connection);
        } catch (SQLException e) {
            throw new DataException("the data of " + bundle + " cannot be reached: " + e.getMessage(), e);
        }
    }

    /** The schemas of the units that belong to a bundle. */
    private Set<String> schemas(Connection connection, String bundle) throws SQLException {
        List<String> all = new ArrayList<>();
        try (ResultSet tables = connection
                .getMetaData()
                .getTables(null, null, Migration.stateTable(database), new String[] {"TABLE"})) {
            while (tables.next()) {
                all.add(tables.getString("TABLE_SCHEM"));
            }
        }
        Set<String> owned = new LinkedHashSet<>();
        for (String schema : all) {
            try (PreparedStatement select = connection.prepareStatement(
                    "SELECT 1 FROM " + quoted(schema, Migration.stateTable(database)) + " WHERE OWNER = ?")) {
                select.setString(1, bundle);
                try (ResultSet rows = select.executeQuery()) {
                    if (rows.next()) {
                        owned.add(schema);
                    }
                }
            }
        }
        return owned;
    }

    private void drop(Connection connection, String schema) throws SQLException {
        if (!database.derby()) {
            execute(connection, "DROP SCHEMA " + quoted(schema) + " CASCADE");
            return;
        }
        // Derby drops empty schemas only: what refers to others first
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
            // a key of several columns has a row for each
            return new LinkedHashSet<>(strings(keys, "FK_NAME"));
        }
    }

    private static List<String> sequences(Connection connection, String schema) throws SQLException {
        // those of identity columns go with their tables, and are no longer there
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

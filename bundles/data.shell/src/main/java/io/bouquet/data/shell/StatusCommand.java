package io.bouquet.data.shell;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bouquet.data.UnitSchemas;
import io.bouquet.data.UnitSchemas.ChangeSet;
import io.bouquet.data.UnitSchemas.Table;
import io.bouquet.data.UnitSchemas.UnitSchema;
import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.support.table.ShellTable;
import org.jspecify.annotations.Nullable;

/** {@code data:status}. */
@Service
@Command(
        scope = "data",
        name = "status",
        description = "Shows the schemas of plugins and of the platform in the database",
        detailedDescription =
                "Without a name, lists the persistence units. With a name, lists the change sets that have"
                        + " run or are pending, and the tables with their number of rows. Example: data:status shop")
public final class StatusCommand implements Action {
    @Reference
    UnitSchemas schemas;

    @Argument(name = "unit", description = "A persistence unit")
    @Completion(UnitCompleter.class)
    @Nullable
    String unit;

    @Option(name = "--json", description = "Prints JSON instead of tables")
    boolean json;

    @Override
    public @Nullable Object execute() {
        String name = unit;
        if (name == null) {
            print(schemas.all(), System.out);
        } else {
            print(schemas.find(name).orElseThrow(() -> missing(name, schemas)), System.out);
        }
        return null;
    }

    static IllegalArgumentException missing(String name, UnitSchemas schemas) {
        return new IllegalArgumentException(
                "no unit is named '" + name + "'; there are: " + String.join(", ", schemas.names()));
    }

    void print(List<UnitSchema> all, PrintStream out) {
        if (json) {
            out.println(toJson(all.stream().map(StatusCommand::plain).toList()));
            return;
        }
        ShellTable table = new ShellTable();
        for (String column : List.of("Unit", "State", "Owner", "Change sets", "Pending", "Tables", "Rows")) {
            table.column(column);
        }
        for (UnitSchema one : all) {
            table.addRow()
                    .addContent(
                            one.unit(),
                            one.state(),
                            one.owner(),
                            one.changeSets().size(),
                            one.pending().size(),
                            one.tables().size(),
                            one.tables().stream().mapToLong(Table::rows).sum());
        }
        table.print(out);
        all.stream()
                .filter(one -> !one.detail().isEmpty())
                .forEach(one -> out.println(one.unit() + ": " + one.detail()));
    }

    void print(UnitSchema one, PrintStream out) {
        if (json) {
            out.println(toJson(plain(one)));
            return;
        }
        out.println("Unit " + one.unit()
                + (one.schema().isEmpty() ? ", whose schema is not made, " : " in the schema " + one.schema() + ", ")
                + (one.owner().isEmpty() ? "of an unknown bundle" : "of " + one.owner()) + ": " + one.state()
                + (one.detail().isEmpty() ? "" : ", " + one.detail()));
        ShellTable changeSets = new ShellTable();
        for (String column : List.of("Change set", "Author", "Change log", "Ran")) {
            changeSets.column(column);
        }
        for (ChangeSet ran : one.changeSets()) {
            changeSets
                    .addRow()
                    .addContent(ran.id(), ran.author(), ran.file(), ran.ran() == null ? "" : String.valueOf(ran.ran()));
        }
        for (ChangeSet pending : one.pending()) {
            changeSets.addRow().addContent(pending.id(), pending.author(), pending.file(), "pending");
        }
        changeSets.emptyTableText("no change set has run").print(out);
        ShellTable tables = new ShellTable();
        tables.column("Table");
        tables.column("Rows").alignRight();
        for (Table table : one.tables()) {
            tables.addRow().addContent(table.name(), table.rows());
        }
        tables.emptyTableText("no tables").print(out);
    }

    private static Map<String, Object> plain(UnitSchema one) {
        Map<String, Object> plain = new LinkedHashMap<>();
        plain.put("unit", one.unit());
        plain.put("schema", one.schema());
        plain.put("owner", one.owner());
        plain.put("state", one.state());
        plain.put("detail", one.detail());
        plain.put(
                "changeSets",
                one.changeSets().stream().map(StatusCommand::plain).toList());
        plain.put("pending", one.pending().stream().map(StatusCommand::plain).toList());
        plain.put(
                "tables",
                one.tables().stream()
                        .map(table -> Map.of("name", table.name(), "rows", table.rows()))
                        .toList());
        return plain;
    }

    private static Map<String, Object> plain(ChangeSet ran) {
        Map<String, Object> plain = new LinkedHashMap<>();
        plain.put("id", ran.id());
        plain.put("author", ran.author());
        plain.put("file", ran.file());
        plain.put("ran", ran.ran() == null ? null : String.valueOf(ran.ran()));
        return plain;
    }

    private static String toJson(Object value) {
        try {
            return new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(value);
        } catch (JsonProcessingException never) {
            throw new IllegalStateException("no JSON for schemas", never);
        }
    }
}

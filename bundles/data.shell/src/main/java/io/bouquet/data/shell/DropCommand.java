package io.bouquet.data.shell;

import io.bouquet.data.UnitSchemas;
import io.bouquet.data.UnitSchemas.Table;
import io.bouquet.data.UnitSchemas.UnitSchema;
import java.io.IOException;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.api.console.Session;
import org.jspecify.annotations.Nullable;

/** {@code data:drop}. */
@Service
@Command(
        scope = "data",
        name = "drop",
        description = "Drops the schema of a plugin that is not installed, with all its data",
        detailedDescription =
                "Asks for confirmation; scripts can use --yes. Dropped data cannot be restored. Refuses to"
                        + " drop the data of an installed plugin or of the platform.")
public final class DropCommand implements Action {
    @Reference
    UnitSchemas schemas;

    @Reference
    Session session;

    @Argument(name = "unit", description = "A persistence unit", required = true)
    @Completion(UnitCompleter.class)
    String unit;

    @Option(name = "--yes", description = "Does not ask")
    boolean yes;

    @Override
    public @Nullable Object execute() throws IOException {
        UnitSchema its = schemas.find(unit).orElseThrow(() -> StatusCommand.missing(unit, schemas));
        if (its.schema().isEmpty()) {
            throw new IllegalArgumentException("the unit " + unit + " has no schema, so there is nothing to drop");
        }
        String what = "the schema " + its.schema() + " with " + its.tables().size() + " tables and "
                + its.tables().stream().mapToLong(Table::rows).sum() + " rows";
        if (!yes && !"yes".equals(session.readLine("Drop " + what + "? Type yes: ", null))) {
            System.out.println("Nothing was dropped.");
            return null;
        }
        schemas.dropUnit(unit);
        System.out.println("Dropped " + what + ".");
        return null;
    }
}

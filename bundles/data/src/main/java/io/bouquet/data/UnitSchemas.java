package io.bouquet.data;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ProviderType;

/** The current schemas of the persistence units in the database. Thread-safe. */
@ProviderType
public interface UnitSchemas {
    /** Returns the names of all units that have a schema or a started bundle, sorted. */
    List<String> names();

    /** Returns the schemas of all units. */
    List<UnitSchema> all();

    /**
     * Returns the schema of a unit.
     *
     * @return empty if no unit has this name
     */
    Optional<UnitSchema> find(String unit);

    /**
     * Drops the schema of a unit with all its data.
     *
     * @throws IllegalArgumentException if no unit has this name; the message lists the units
     * @throws IllegalStateException    if the schema belongs to the platform or to an installed bundle, its owner is
     *                                  unknown, or schemas are being migrated
     */
    void dropUnit(String unit);

    /**
     * The schema of a unit.
     *
     * @param unit       name of the unit
     * @param schema     its name in the spelling of the database; the empty string if it does not exist yet
     * @param owner      symbolic name of the bundle that owns the unit; the empty string if it is unknown
     * @param state      {@code open}, {@code pending}, {@code waiting}, {@code failed}, or {@code closed} if no started
     *                   bundle has the unit
     * @param detail     why the unit is not open; the empty string if it is open
     * @param changeSets change sets that have run, in their order
     * @param pending    change sets that did not run because of a failure, in their order
     * @param tables     tables of the plugin, sorted by name
     */
    record UnitSchema(
            String unit,
            String schema,
            String owner,
            String state,
            String detail,
            List<ChangeSet> changeSets,
            List<ChangeSet> pending,
            List<Table> tables) {
        public UnitSchema {
            changeSets = List.copyOf(changeSets);
            pending = List.copyOf(pending);
            tables = List.copyOf(tables);
        }
    }

    /** @param ran when the change set ran; null if it has not run or the time is unknown */
    record ChangeSet(
            String id, String author, String file, @Nullable Instant ran) {}

    /** @param rows number of rows */
    record Table(String name, long rows) {}
}

package io.bouquet.data;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ProviderType;

/** The schemas of the persistence units, as the database has them at the moment. Thread-safe. */
@ProviderType
public interface UnitSchemas {
    /** Names of the units that have a schema or a started bundle, in their order. */
    List<String> names();

    /** All of them, as {@link #find} says of one. */
    List<UnitSchema> all();

    /**
     * What is in the schema of a unit.
     *
     * @return empty if there is no unit of that name
     */
    Optional<UnitSchema> find(String unit);

    /**
     * Drops the schema of a unit with all that is in it.
     *
     * @throws IllegalArgumentException if there is none, with those that there are
     * @throws IllegalStateException    if it is the platform's, a bundle that owns it is installed, its owner is not
     *                                  known, or schemas are being migrated
     */
    void dropUnit(String unit);

    /**
     * A unit's schema.
     *
     * @param unit       name of the unit
     * @param schema     its name, as the database writes it; the empty string if it has not been made
     * @param owner      symbolic name of the bundle that the unit belongs to; the empty string if the schema does not
     *                   say
     * @param state      {@code open}, {@code pending}, {@code waiting}, {@code failed}, or {@code closed} if no started
     *                   bundle has the unit
     * @param detail     why it is not open; the empty string otherwise
     * @param changeSets that have run, in their order
     * @param pending    change sets that a failure has kept from running, in their order
     * @param tables     of the plugin, in their order
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

    /** A change set; when it ran is null if it has not, or the database does not say. */
    record ChangeSet(
            String id, String author, String file, @Nullable Instant ran) {}

    /** @param rows how many it has */
    record Table(String name, long rows) {}
}

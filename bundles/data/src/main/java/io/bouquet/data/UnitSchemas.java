package io.bouquet.data;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ProviderType;

/** The schemas of the persistence units, as the database has them at the moment. Thread-safe. */
@ProviderType
public interface UnitSchemas {
    /** Names of the units that have a schema, whether a bundle of theirs is started or not, in their order. */
    List<String> names();

    /** All of them, as {@link #find} says of one. */
    List<UnitSchema> all();

    /**
     * What is in the schema of a unit.
     *
     * @return empty if no schema belongs to a unit of that name
     */
    Optional<UnitSchema> find(String unit);

    /**
     * Drops the schema of a unit with all that is in it.
     *
     * @throws IllegalArgumentException if there is none, with those that there are
     * @throws IllegalStateException    if it is the platform's, or a bundle that owns it is installed
     */
    void dropUnit(String unit);

    /**
     * A unit's schema.
     *
     * @param unit       name of the unit
     * @param schema     its name, as the database writes it
     * @param owner      symbolic name of the bundle that the unit belongs to; the empty string until a migration has
     *                   ended well
     * @param state      {@code open}, {@code pending}, {@code waiting}, {@code failed}, or {@code closed} if no started
     *                   bundle has the unit
     * @param detail     why it is not open; the empty string otherwise
     * @param changeSets that have run, in their order
     * @param tables     of the plugin, in their order
     */
    record UnitSchema(
            String unit,
            String schema,
            String owner,
            String state,
            String detail,
            List<ChangeSet> changeSets,
            List<Table> tables) {
        public UnitSchema {
            changeSets = List.copyOf(changeSets);
            tables = List.copyOf(tables);
        }
    }

    /** A change set that has run; when is null if the database does not say. */
    record ChangeSet(
            String id, String author, String file, @Nullable Instant ran) {}

    /** @param rows how many it has */
    record Table(String name, long rows) {}
}

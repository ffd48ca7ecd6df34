package io.bouquet.data;

import java.util.function.Consumer;
import java.util.function.Function;
import javax.persistence.EntityManager;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Runs work on one persistence unit. A service for each unit whose bundle is active and whose migrations have run;
 * {@link #UNIT} names the unit. Thread-safe; the entity manager is not, and must not leave the work.
 */
@ProviderType
public interface Transactions {
    /** Service property with the name of the persistence unit. */
    String UNIT = "data.unit";

    /**
     * Runs {@code work} in a transaction of its own and commits it; whatever it throws rolls back and comes out. When
     * this returns, what was written is on the disk.
     *
     * @throws DatabaseUnavailableException if the database does not answer; at once if that is known
     */
    <T> T call(Function<EntityManager, T> work);

    /** As {@link #call}, for work without a result. */
    default void run(Consumer<EntityManager> work) {
        call(entities -> {
            work.accept(entities);
            return true;
        });
    }
}

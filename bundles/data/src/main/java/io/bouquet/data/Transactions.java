package io.bouquet.data;

import java.util.function.Consumer;
import java.util.function.Function;
import javax.persistence.EntityManager;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Runs work in transactions of one persistence unit. The platform registers one service for each unit whose bundle is
 * active and whose migrations have run; its property {@link #UNIT} is the name of the unit. Thread-safe. The entity
 * manager is not thread-safe and must not be used after the work has returned.
 */
@ProviderType
public interface Transactions {
    /** Service property with the name of the persistence unit. */
    String UNIT = "data.unit";

    /**
     * Runs {@code work} in a new transaction and commits it. If {@code work} throws, rolls the transaction back and
     * rethrows the exception. When this method returns, the changes are on the disk.
     *
     * @throws DatabaseUnavailableException if the database does not answer; during a known outage it is thrown at once
     */
    <T> T call(Function<EntityManager, T> work);

    /** Calls {@link #call} for work without a result. */
    default void run(Consumer<EntityManager> work) {
        call(entities -> {
            work.accept(entities);
            return true;
        });
    }
}

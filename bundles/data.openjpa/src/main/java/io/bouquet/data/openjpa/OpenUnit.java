package io.bouquet.data.openjpa;

import io.bouquet.data.Transactions;
import java.io.IOException;
import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Function;
import javax.persistence.EntityManager;
import javax.persistence.EntityManagerFactory;
import javax.persistence.EntityTransaction;
import org.apache.openjpa.persistence.PersistenceProviderImpl;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A persistence unit whose migrations have run. */
public final class OpenUnit implements Transactions, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(OpenUnit.class);
    private static final long DRAIN_SECONDS = 5;

    private final String name;
    private final EntityManagerFactory factory;
    /** Work holds it for reading, closing for writing. */
    private final ReentrantReadWriteLock use = new ReentrantReadWriteLock();

    private boolean closed;

    private OpenUnit(String name, EntityManagerFactory factory) {
        this.name = name;
        this.factory = factory;
    }

    /**
     * Migrates and opens the unit of a plugin.
     *
     * @param entities    class loader of the plugin
     * @param persistence path of its {@code persistence.xml}
     * @param changeLog   path of its Liquibase change log
     * @throws DataException where one of the two is wrong
     */
    public static OpenUnit open(
            Database database, ClassLoader entities, PluginFiles files, String persistence, String changeLog)
            throws SQLException, IOException {
        return open(database, entities, files, PersistenceXml.read(files.get(persistence)), changeLog);
    }

    static OpenUnit open(
            Database database, ClassLoader entities, PluginFiles files, PersistenceXml xml, String changeLog)
            throws SQLException, IOException {
        new Migration(database, xml.unit(), changeLog, files).run();
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(entities);
        try {
            EntityManagerFactory factory = new PersistenceProviderImpl()
                    .createContainerEntityManagerFactory(new UnitInfo(xml, database, entities), Map.of());
            try {
                // here rather than in the first request: OpenJPA reads the entities when they are first used
                factory.createEntityManager().close();
            } catch (RuntimeException e) {
                factory.close();
                throw e;
            }
            return new OpenUnit(xml.unit(), factory);
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    public String name() {
        return name;
    }

    @Override
    public <T> T call(Function<EntityManager, T> work) {
        use.readLock().lock();
        try {
            if (closed) {
                throw new IllegalStateException(
                        "the persistence unit '" + name + "' is closed; its plugin was stopped");
            }
            EntityManager entities = factory.createEntityManager();
            try {
                return inTransaction(entities, work);
            } finally {
                entities.close();
            }
        } finally {
            use.readLock().unlock();
        }
    }

    private static <T> T inTransaction(EntityManager entities, Function<EntityManager, T> work) {
        EntityTransaction transaction = entities.getTransaction();
        transaction.begin();
        try {
            T result = work.apply(entities);
            transaction.commit();
            return result;
        } finally {
            if (transaction.isActive()) {
                transaction.rollback();
            }
        }
    }

    /** Waits for the work under way, but not for ever. */
    @Override
    public void close() {
        boolean drained = false;
        try {
            drained = use.writeLock().tryLock(DRAIN_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        try {
            if (!drained) {
                LOG.warn("The unit {} is closed with work under way, which fails", name);
            }
            closed = true;
            if (factory.isOpen()) {
                factory.close();
            }
        } finally {
            if (drained) {
                use.writeLock().unlock();
            }
        }
    }
}

package io.bouquet.data.openjpa;

import io.bouquet.data.Transactions;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Function;
import javax.persistence.AttributeConverter;
import javax.persistence.EntityManager;
import javax.persistence.EntityManagerFactory;
import javax.persistence.EntityTransaction;
import org.apache.openjpa.enhance.PCRegistry;
import org.apache.openjpa.enhance.PersistenceCapable;
import org.apache.openjpa.meta.MetaDataRepository;
import org.apache.openjpa.persistence.JPAFacadeHelper;
import org.apache.openjpa.persistence.OpenJPAEntityManagerFactory;
import org.apache.openjpa.persistence.PersistenceProviderImpl;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A persistence unit whose migrations have run. */
public final class OpenUnit implements Transactions, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(OpenUnit.class);
    private static final long DRAIN_SECONDS = 5;

    private final String name;
    private final Database database;
    private final EntityManagerFactory factory;
    private final ClassLoader entities;
    /** Work holds the read lock, closing holds the write lock. */
    private final ReentrantReadWriteLock use = new ReentrantReadWriteLock();

    private volatile boolean closed;

    private OpenUnit(String name, Database database, EntityManagerFactory factory, ClassLoader entities) {
        this.name = name;
        this.database = database;
        this.factory = factory;
        this.entities = entities;
    }

    /**
     * Migrates and opens the unit of a plugin.
     *
     * @param owner       symbolic name of the plugin's bundle
     * @param entities    class loader of the plugin
     * @param persistence path of its {@code persistence.xml}
     * @param changeLog   path of its Liquibase change log
     * @throws DataException if one of the two files is invalid, or the unit belongs to another plugin
     */
    public static OpenUnit open(
            Database database,
            String owner,
            ClassLoader entities,
            PluginFiles files,
            String persistence,
            String changeLog)
            throws SQLException, IOException {
        PersistenceXml xml = PersistenceXml.read(files.get(persistence));
        refusePlainClasses(xml, entities);
        new Migration(database, xml.unit(), owner, changeLog, files).run();
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(entities);
        try {
            OpenJPAEntityManagerFactory factory = new PersistenceProviderImpl()
                    .createContainerEntityManagerFactory(new UnitInfo(xml, database, entities), Map.of());
            try {
                // initialises the rest of the factory
                factory.createEntityManager().close();
                readEntities(factory, xml, entities);
            } catch (RuntimeException e) {
                factory.close();
                throw e;
            }
            return new OpenUnit(xml.unit(), database, factory, entities);
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    /** Refuses entities that are not enhanced, before anything is migrated. */
    private static void refusePlainClasses(PersistenceXml xml, ClassLoader entities) {
        List<String> plain = new ArrayList<>();
        for (String name : xml.classes()) {
            Class<?> entity = load(name, false, xml, entities);
            // a converter is listed as well, and is never enhanced
            if (!PersistenceCapable.class.isAssignableFrom(entity)
                    && !AttributeConverter.class.isAssignableFrom(entity)) {
                plain.add(name);
            }
        }
        if (!plain.isEmpty()) {
            throw new DataException(
                    "entity-not-enhanced",
                    "the entities " + String.join(", ", plain) + " of the unit " + xml.unit() + " are not enhanced",
                    "Build with plugin-parent as the parent in pom.xml, which enhances entities, or run the goal 'enhance' of"
                            + " openjpa-maven-plugin",
                    null);
        }
    }

    private static Class<?> load(String name, boolean initialize, PersistenceXml xml, ClassLoader entities) {
        try {
            return Class.forName(name, initialize, entities);
        } catch (ClassNotFoundException e) {
            throw new DataException(
                    "missing-entity",
                    "no entity " + name + " in the plugin, but in " + xml.file(),
                    "Correct the line <class>" + name + "</class> there, or remove it",
                    e);
        }
    }

    /**
     * Reads the entities of this unit now, not in the first request, and no other entities. OpenJPA tells each unit
     * about the entities of all units, which would keep class loaders of other plugins and confuse entities with one
     * name.
     */
    private static void readEntities(OpenJPAEntityManagerFactory factory, PersistenceXml xml, ClassLoader entities) {
        MetaDataRepository repository =
                JPAFacadeHelper.toBrokerFactory(factory).getConfiguration().getMetaDataRepositoryInstance();
        PCRegistry.removeRegisterClassListener(repository);
        repository.clear();
        List<Class<?>> own = new ArrayList<>();
        for (String name : xml.classes()) {
            own.add(load(name, true, xml, entities));
        }
        own.forEach(repository::register);
        own.forEach(entity -> repository.getMetaData(entity, entities, false));
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
            EntityManager manager = open();
            try {
                return inTransaction(manager, work);
            } catch (RuntimeException e) {
                throw database.translate(e);
            } finally {
                manager.close();
            }
        } finally {
            use.readLock().unlock();
        }
    }

    private EntityManager open() {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        // OpenJPA loads the entities with the caller's class loader, and keeps it
        thread.setContextClassLoader(entities);
        try {
            return factory.createEntityManager();
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    private static <T> T inTransaction(EntityManager manager, Function<EntityManager, T> work) {
        EntityTransaction transaction = manager.getTransaction();
        transaction.begin();
        try {
            T result = work.apply(manager);
            transaction.commit();
            return result;
        } catch (RuntimeException | Error e) {
            rollBack(transaction, e);
            throw e;
        }
    }

    /** Rolls back, and keeps the failure of the work as the cause if the rollback fails too. */
    private static void rollBack(EntityTransaction transaction, Throwable failure) {
        try {
            if (transaction.isActive()) {
                transaction.rollback();
            }
        } catch (RuntimeException e) {
            failure.addSuppressed(e);
        }
    }

    /** Waits for work in progress, with a time limit. */
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

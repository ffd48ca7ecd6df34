package io.bouquet.data.openjpa;

import io.bouquet.data.Transactions;
import io.bouquet.data.UnitSchemas.ChangeSet;
import io.bouquet.deploy.spi.Contribution;
import java.io.IOException;
import java.sql.SQLException;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.framework.wiring.BundleWiring;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A started bundle with a persistence unit. The worker opens the unit, any thread may close it. */
final class EntityBundle {
    private static final Logger LOG = LoggerFactory.getLogger(EntityBundle.class);

    private final Bundle bundle;
    private final String persistence;
    private final String changeLog;

    private boolean gone;
    private @Nullable OpenUnit unit;
    private @Nullable ServiceRegistration<Transactions> registration;
    private volatile @Nullable String name;
    private volatile List<ChangeSet> pending = List.of();
    private volatile @Nullable String failure;
    private volatile String code = "";
    private volatile String remedy = "";
    private volatile @Nullable String waiting;

    EntityBundle(Bundle bundle, String persistence, String changeLog) {
        this.bundle = bundle;
        this.persistence = persistence;
        this.changeLog = changeLog;
    }

    /** Opens the unit; returns false if the database cannot be reached, so that the caller tries again. */
    boolean open(Database database) {
        BundleWiring wiring = bundle.adapt(BundleWiring.class);
        BundleContext context = bundle.getBundleContext();
        if (isGone() || wiring == null || context == null) {
            return true;
        }
        try {
            PluginFiles files = PluginFiles.of(bundle);
            name = PersistenceXml.read(files.get(persistence)).unit();
            OpenUnit opened = OpenUnit.open(
                    database, bundle.getSymbolicName(), wiring.getClassLoader(), files, persistence, changeLog);
            if (!keep(opened)) {
                opened.close();
                return true;
            }
            failure = null;
            waiting = null;
            pending = List.of();
            // on behalf of the plugin's bundle, so that the framework unregisters it with the bundle
            register(context, opened);
            LOG.info("The unit {} of {} is open", opened.name(), this);
            return true;
        } catch (SQLException | IOException | RuntimeException | LinkageError e) {
            return failed(e);
        }
    }

    Bundle bundle() {
        return bundle;
    }

    /**
     * A unit of a started bundle.
     *
     * @param owner   symbolic name of the bundle
     * @param unit    the state of the unit
     * @param pending change sets that have not run because of a failure
     */
    record Progress(String owner, Contribution unit, List<ChangeSet> pending) {}

    Progress progress() {
        return new Progress(bundle.getSymbolicName(), status(), pending);
    }

    /** The state of the unit, with the reason if it is not open. */
    synchronized Contribution status() {
        String known = name == null ? persistence : name;
        if (failure != null) {
            return new Contribution("unit", known, Contribution.State.FAILED, failure, code, remedy);
        }
        if (waiting != null) {
            return new Contribution(
                    "unit",
                    known,
                    Contribution.State.WAITING,
                    "the database, which does not answer: " + waiting,
                    "database-down",
                    "Start the database; the unit is opened as soon as it answers");
        }
        return registration == null || unit == null
                ? new Contribution("unit", known, Contribution.State.PENDING, "is being migrated and opened")
                : new Contribution(
                        "unit",
                        unit.name(),
                        Contribution.State.WORKS,
                        "migrated and open, in the schema " + unit.name());
    }

    void close() {
        OpenUnit opened;
        ServiceRegistration<Transactions> registered;
        synchronized (this) {
            gone = true;
            opened = unit;
            registered = registration;
            unit = null;
            registration = null;
        }
        unregister(registered);
        if (opened != null) {
            opened.close();
        }
    }

    @Override
    public String toString() {
        return bundle.getSymbolicName() + " " + bundle.getVersion();
    }

    private boolean failed(Throwable e) {
        if (isGone()) {
            LOG.debug("{} was stopped while its unit was opened", this, e);
            return true;
        }
        String reason = reason(e);
        if (Database.isUnavailable(e)) {
            boolean news = waiting == null;
            waiting = reason;
            if (news) {
                // the outage itself is logged as one warning for all units
                LOG.info("The unit of {} waits for the database: {}", this, reason);
            }
            return false;
        }
        waiting = null;
        DataException known = dataException(e);
        code = known == null ? "unit-failed" : known.code();
        remedy = known == null ? "Correct the entities, and install the plugin again" : known.remedy();
        failure = reason;
        pending = e instanceof DataException data ? data.pending() : List.of();
        LOG.error("The unit of {} is not open: {}. Correct the bundle and update it.", this, reason);
        LOG.debug("The unit of {} is not open", this, e);
        return true;
    }

    private static @Nullable DataException dataException(Throwable thrown) {
        Throwable told = thrown;
        while (!(told instanceof DataException) && told.getCause() != null) {
            told = told.getCause();
        }
        return told instanceof DataException data ? data : null;
    }

    /** Returns the message of the innermost cause, which OpenJPA hides behind "see the nested exception", in one line. */
    private static String reason(Throwable thrown) {
        Throwable told = thrown;
        while (!(told instanceof DataException) && told.getCause() != null) {
            told = told.getCause();
        }
        String message = told.getMessage() == null ? told.toString() : told.getMessage();
        return UnitConnection.oneLine(message);
    }

    private void register(BundleContext context, OpenUnit opened) {
        Dictionary<String, Object> properties = new Hashtable<>();
        properties.put(Transactions.UNIT, opened.name());
        ServiceRegistration<Transactions> registered = context.registerService(Transactions.class, opened, properties);
        synchronized (this) {
            if (!gone) {
                registration = registered;
                return;
            }
        }
        unregister(registered);
    }

    private synchronized boolean isGone() {
        return gone;
    }

    private synchronized boolean keep(OpenUnit opened) {
        if (!gone) {
            unit = opened;
        }
        return !gone;
    }

    private static void unregister(@Nullable ServiceRegistration<?> registered) {
        if (registered != null) {
            try {
                registered.unregister();
            } catch (IllegalStateException e) {
                LOG.debug("The framework was faster to take the service away", e);
            }
        }
    }
}

package io.bouquet.data.openjpa;

import io.bouquet.data.Transactions;
import java.io.IOException;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.framework.wiring.BundleWiring;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A started bundle with a persistence unit. It is opened on the worker and closed on any thread, once each. */
final class EntityBundle {
    private static final Logger LOG = LoggerFactory.getLogger(EntityBundle.class);

    private final Bundle bundle;
    private final String persistence;
    private final String changeLog;

    private boolean gone;
    private @Nullable OpenUnit unit;
    private @Nullable ServiceRegistration<Transactions> registration;
    private volatile @Nullable String failure;

    EntityBundle(Bundle bundle, String persistence, String changeLog) {
        this.bundle = bundle;
        this.persistence = persistence;
        this.changeLog = changeLog;
    }

    /** Opens the unit; false where the database cannot be reached, so that it is worth to try again. */
    boolean open(Database database, Iterable<EntityBundle> others) {
        BundleWiring wiring = bundle.adapt(BundleWiring.class);
        BundleContext context = bundle.getBundleContext();
        if (isGone() || wiring == null || context == null) {
            return true;
        }
        try {
            OpenUnit opened =
                    OpenUnit.open(database, wiring.getClassLoader(), PluginFiles.of(bundle), persistence, changeLog);
            if (!keep(opened)) {
                opened.close();
                return true;
            }
            failure = null;
            // in the name of the plugin's bundle, so that the framework takes it away with the bundle
            register(context, opened);
            LOG.info("The unit {} of {} is open", opened.name(), this);
            return true;
        } catch (SQLException | IOException | RuntimeException | LinkageError e) {
            return failed(e);
        }
    }

    /** Whether the unit is neither open nor known to have failed. */
    synchronized boolean isOpening() {
        return registration == null && failure == null && !gone;
    }

    /** Why the unit did not open, where it did not. */
    Optional<String> failure() {
        return Optional.ofNullable(failure);
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

    /** Two versions of one plugin may share a unit, two plugins not: each would run its migrations on the other's. */
    private void refuseTakenName(String name, Iterable<EntityBundle> others) {
        for (EntityBundle other : others) {
            if (other.hasOpen(name) && !bundle.getSymbolicName().equals(other.bundle.getSymbolicName())) {
                throw new DataException("the unit '" + name + "' is that of " + other + "; name yours otherwise");
            }
        }
    }

    private synchronized boolean hasOpen(String name) {
        return unit != null && unit.name().equals(name);
    }

    private boolean failed(Throwable e) {
        if (isGone()) {
            LOG.debug("{} was stopped while its unit was opened", this, e);
            return true;
        }
        boolean reachable = true;
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            reachable &= !(cause instanceof SQLTransientConnectionException);
        }
        boolean news = failure == null;
        failure = e.getMessage() == null ? e.toString() : e.getMessage();
        if (!reachable) {
            if (news) {
                LOG.warn("The unit of {} waits for the database: {}", this, failure);
            }
            return false;
        }
        LOG.error(
                "The unit of {} is not open, so what needs it is not there: {}. Mend the bundle and update it.",
                this,
                failure,
                e);
        return true;
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

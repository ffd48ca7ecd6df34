package io.bouquet.deploy.engine;

import io.bouquet.deploy.Finding;
import io.bouquet.deploy.PlatformBundles;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.BundleException;
import org.osgi.framework.SynchronousBundleListener;
import org.osgi.framework.startlevel.BundleStartLevel;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reacts to the events of all bundles: starts plugins whose imports are available again, and stops bundles that break a
 * rule and were resolved together with others. Thread-safe.
 */
final class BundleEvents implements SynchronousBundleListener {
    private static final Logger LOG = LoggerFactory.getLogger(BundleEvents.class);

    private final Bundles bundles;
    private final Store store;
    private final PluginLocks locks;
    private final Work work;
    private final BooleanSupplier isRestored;
    private final Function<Bundle, Optional<Finding>> ruleBrokenBy;
    private final AtomicLong changes = new AtomicLong();
    private final AtomicBoolean willStart = new AtomicBoolean();

    /**
     * @param isRestored   tells whether the plugins were restored after the start
     * @param ruleBrokenBy returns why a bundle must not be resolved
     */
    BundleEvents(
            Bundles bundles,
            Store store,
            PluginLocks locks,
            Work work,
            BooleanSupplier isRestored,
            Function<Bundle, Optional<Finding>> ruleBrokenBy) {
        this.bundles = bundles;
        this.store = store;
        this.locks = locks;
        this.work = work;
        this.isRestored = isRestored;
        this.ruleBrokenBy = ruleBrokenBy;
    }

    /** Counts the changes of bundles, except trial bundles. */
    long changes() {
        return changes.get();
    }

    @Override
    public void bundleChanged(BundleEvent event) {
        Bundle bundle = event.getBundle();
        if (event.getType() == BundleEvent.INSTALLED || event.getType() == BundleEvent.UNINSTALLED) {
            // what was started meanwhile may have failed, see Bundles.start
            startWaitingSoon();
        }
        if (Bundles.isTrial(bundle)) {
            return;
        }
        switch (event.getType()) {
            case BundleEvent.INSTALLED, BundleEvent.UNINSTALLED -> changes.incrementAndGet();
            case BundleEvent.RESOLVED -> {
                changes.incrementAndGet();
                startWaitingSoon();
                disableForbiddenSoon(bundle);
            }
            case BundleEvent.UPDATED -> {
                changes.incrementAndGet();
                if (bundle.getLocation().startsWith(Bundles.LOCATION)
                        && !locks.isLocked(bundle.getSymbolicName())
                        && !store.serves(bundle.getSymbolicName())
                                .equals(bundle.getVersion().toString())
                        && isRestored.getAsBoolean()) {
                    LOG.warn(
                            "{} is now {}, and was not changed by plugin:upgrade: the next start brings {} back."
                                    + " plugin:upgrade <archive> changes it for good, with a receipt",
                            bundle.getSymbolicName(),
                            bundle.getVersion(),
                            store.serves(bundle.getSymbolicName()));
                }
            }
            default -> {
                // starting and stopping a bundle does not change the available packages
            }
        }
    }

    /** A resolved bundle may provide the packages that other plugins wait for. */
    private void startWaitingSoon() {
        if (isRestored.getAsBoolean() && !willStart.getAndSet(true)) {
            try {
                work.execute(this::startWaiting);
            } catch (RejectedExecutionException e) {
                LOG.debug("nothing is started any more", e);
            }
        }
    }

    /** The resolver hook cannot refuse a bundle that is resolved together with others. */
    private void disableForbiddenSoon(Bundle bundle) {
        if (isRestored.getAsBoolean() && Bundles.isBrought(bundle)) {
            try {
                work.execute(() -> disableForbidden(bundle));
            } catch (RejectedExecutionException e) {
                LOG.debug("the next start disables what may not run", e);
            }
        }
    }

    /** Stops all bundles that break a rule. */
    void disableForbidden() {
        bundles.all().forEach(this::disableForbidden);
    }

    private void disableForbidden(Bundle bundle) {
        if (bundle.getState() != Bundle.INSTALLED && bundle.getState() != Bundle.UNINSTALLED) {
            ruleBrokenBy.apply(bundle).ifPresent(rule -> {
                LOG.warn("{} [{}] is stopped: {}", bundle.getLocation(), bundle.getBundleId(), rule.text());
                bundles.disable(bundle);
            });
        }
    }

    /** Starts plugins that should run but could not be resolved while the provider of their imports was missing. */
    private void startWaiting() {
        willStart.set(false);
        for (Bundle bundle : bundles.all()) {
            if (bundle.getState() == Bundle.INSTALLED
                    && !Bundles.isTrial(bundle)
                    && !PlatformBundles.contains(bundle)
                    && bundle.adapt(BundleStartLevel.class).isPersistentlyStarted()
                    && ruleBrokenBy.apply(bundle).isEmpty()) {
                try {
                    bundles.start(bundle, Bundle.START_TRANSIENT);
                    LOG.info(
                            "{} {} is started again: its requirements are available again",
                            bundle.getSymbolicName(),
                            bundle.getVersion());
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    return;
                } catch (BundleException | IllegalStateException e) {
                    LOG.debug("{} {} still waits", bundle.getSymbolicName(), bundle.getVersion(), e);
                }
            }
        }
    }
}

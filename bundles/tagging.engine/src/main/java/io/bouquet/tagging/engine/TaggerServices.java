package io.bouquet.tagging.engine;

import io.bouquet.tagging.TaggerInfo.State;
import io.bouquet.tagging.spi.Tagger;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.SynchronousBundleListener;
import org.osgi.framework.startlevel.BundleStartLevel;
import org.osgi.util.tracker.ServiceTracker;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Registers the services of taggers with the broker, and removes them.
 *
 * <p>A bundle that is updated, refreshed or stopped transiently keeps its autostart setting, because it will be started
 * again. A bundle that is stopped by a user or uninstalled loses the setting before it stops (OSGi Core 10.2.4,
 * {@code Bundle.stop}). Requests wait only for taggers of bundles that keep the setting.
 */
// a service tracker instead of a DS reference: the removal of a service waits for its requests inside the framework's
// event, where DS would hold locks
final class TaggerServices extends ServiceTracker<Tagger, InstalledTagger> implements SynchronousBundleListener {
    private static final Logger LOG = LoggerFactory.getLogger(TaggerServices.class);
    /**
     * Waiting time for a service that is removed while its bundle stays active: a component whose dependency is being
     * replaced.
     */
    private static final Duration BRIEFLY = Duration.ofSeconds(2);

    private final DefaultBroker broker;
    private volatile boolean closing;

    TaggerServices(BundleContext context, DefaultBroker broker) {
        super(context, Tagger.class, null);
        this.broker = broker;
    }

    @Override
    public void open() {
        context.addBundleListener(this);
        super.open();
    }

    @Override
    public void close() {
        closing = true;
        context.removeBundleListener(this);
        super.close();
    }

    @Override
    public void bundleChanged(BundleEvent event) {
        Bundle bundle = event.getBundle();
        if (event.getType() == BundleEvent.UNINSTALLED) {
            broker.registry().forget(bundle.getBundleId());
            if (Stream.of(context.getBundles())
                    .noneMatch(other -> other != bundle
                            && other.getState() != Bundle.UNINSTALLED
                            && Objects.equals(other.getSymbolicName(), bundle.getSymbolicName()))) {
                broker.registry().left(String.valueOf(bundle.getSymbolicName()));
            }
        } else if (event.getType() == BundleEvent.STOPPING) {
            // before the framework removes its services one by one
            broker.registry().removeAll(bundle.getBundleId(), isComingBack(bundle));
        }
    }

    @Override
    public @Nullable InstalledTagger addingService(ServiceReference<Tagger> service) {
        Bundle bundle = service.getBundle();
        Declaration declaration = declaration(service);
        Tagger tagger = declaration == null ? null : context.getService(service);
        if (bundle == null || declaration == null || tagger == null) {
            return null; // already unregistered, or refused
        }
        InstalledTagger candidate = new InstalledTagger(declaration, tagger, id(service), State.NEW);
        broker.prepare(candidate, () -> GoldSamples.of(bundle, declaration.name()));
        return candidate;
    }

    @Override
    public void modifiedService(ServiceReference<Tagger> service, InstalledTagger candidate) {
        Declaration declaration = declaration(service);
        if (declaration == null) {
            broker.registry().remove(candidate.serviceId());
        } else {
            broker.registry().declare(candidate.serviceId(), declaration);
        }
    }

    @Override
    public void removedService(ServiceReference<Tagger> service, InstalledTagger candidate) {
        Bundle bundle = service.getBundle();
        if (closing) {
            LOG.debug("{} is removed while the broker stops", candidate);
        } else if (bundle != null && bundle.getState() == Bundle.STOPPING) {
            broker.registry().removeAll(bundle.getBundleId(), isComingBack(bundle));
        } else {
            broker.registry().remove(candidate.serviceId(), isComingBack(bundle));
        }
        context.ungetService(service);
    }

    private Duration isComingBack(@Nullable Bundle bundle) {
        boolean ending = context.getBundle(Constants.SYSTEM_BUNDLE_LOCATION).getState() != Bundle.ACTIVE;
        BundleStartLevel start = bundle == null ? null : bundle.adapt(BundleStartLevel.class);
        if (bundle == null || ending || start == null || !start.isPersistentlyStarted()) {
            return Duration.ZERO;
        }
        Duration limit = broker.awaitLimit();
        return bundle.getState() == Bundle.ACTIVE && limit.compareTo(BRIEFLY) > 0 ? BRIEFLY : limit;
    }

    private static @Nullable Declaration declaration(ServiceReference<Tagger> service) {
        Bundle bundle = service.getBundle();
        if (bundle == null) {
            return null; // already unregistered
        }
        Map<String, Object> properties = new HashMap<>();
        for (String key : service.getPropertyKeys()) {
            properties.put(key, service.getProperty(key));
        }
        try {
            return Declaration.of(properties, bundle.getVersion(), bundle.getSymbolicName(), bundle.getBundleId());
        } catch (IllegalArgumentException bad) {
            LOG.warn(
                    "tagger service {} of bundle {} [{}] is refused: {}",
                    id(service),
                    bundle.getSymbolicName(),
                    bundle.getBundleId(),
                    bad.getMessage());
            return null;
        }
    }

    private static long id(ServiceReference<?> service) {
        return (Long) service.getProperty(Constants.SERVICE_ID);
    }
}

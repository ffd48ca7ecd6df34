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
 * Brings the services of taggers to the broker, and takes them away again.
 *
 * <p>A bundle that is updated, refreshed or stopped for a while keeps its autostart setting, since the framework starts
 * it again; one that somebody stops or uninstalls has lost it before it stops (OSGi Core 10.2.4, {@code Bundle.stop}).
 * So requests wait for what the one had, and not for what the other had.
 */
// a tracker and not a reference of DS: a service that goes waits for its requests inside the framework's event, where
// DS would hold its own locks
final class TaggerServices extends ServiceTracker<Tagger, InstalledTagger> implements SynchronousBundleListener {
    private static final Logger LOG = LoggerFactory.getLogger(TaggerServices.class);
    /** For a service that goes while its bundle stays: a component of which something else is being replaced. */
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
            // before its services go, one after the other
            broker.registry().removeAll(bundle.getBundleId(), isComingBack(bundle));
        }
    }

    @Override
    public @Nullable InstalledTagger addingService(ServiceReference<Tagger> service) {
        Bundle bundle = service.getBundle();
        Declaration declaration = declaration(service);
        Tagger tagger = declaration == null ? null : context.getService(service);
        if (bundle == null || declaration == null || tagger == null) {
            return null; // gone already, or refused
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
            LOG.debug("{} goes, and so does the broker", candidate);
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
            return null; // gone already
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

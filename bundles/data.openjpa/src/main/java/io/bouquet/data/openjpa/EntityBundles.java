package io.bouquet.data.openjpa;

import io.bouquet.common.BackgroundThread;
import io.bouquet.data.Migrations;
import io.bouquet.deploy.spi.Contribution;
import io.bouquet.deploy.spi.ContributionStatus;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.openjpa.enhance.PCRegistry;
import org.jspecify.annotations.Nullable;
import org.osgi.annotation.bundle.Capability;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.BundleListener;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.wiring.BundleWiring;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.util.tracker.BundleTracker;
import org.osgi.util.tracker.BundleTrackerCustomizer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens the persistence unit of each bundle that has one, and closes it when the bundle stops.
 *
 * <p>Immediate and with a tracker, because no component references an extender, and it tracks bundles, not services.
 */
@Component(
        service = {EntityBundles.class, ContributionStatus.class},
        immediate = true)
@Capability(
        namespace = "osgi.service",
        attribute = "objectClass:List<String>=io.bouquet.data.Transactions",
        effective = "active")
@Capability(namespace = "osgi.extender", name = Migrations.EXTENDER, version = "1.0.0")
public final class EntityBundles implements BundleTrackerCustomizer<EntityBundle>, ContributionStatus {
    static final String PERSISTENCE = "Meta-Persistence";

    private static final Logger LOG = LoggerFactory.getLogger(EntityBundles.class);
    private static final Duration RETRY = Duration.ofSeconds(5);
    private static final Duration STOP = Duration.ofSeconds(30);

    private final BundleContext context;
    private final BundleListener listener = this::onBundle;
    private final Database database;
    /** Migrations take seconds, so they do not run on the framework's threads. */
    private final BackgroundThread worker;

    private final CopyOnWriteArrayList<EntityBundle> tracked = new CopyOnWriteArrayList<>();
    private final BundleTracker<EntityBundle> tracker;

    /** Starts to track the bundles. */
    @Activate
    public EntityBundles(BundleContext context, @Reference Database database) {
        this.database = database;
        this.worker = new BackgroundThread("bouquet-data");
        this.tracker = new BundleTracker<>(context, Bundle.STARTING | Bundle.ACTIVE, this);
        this.context = context;
        context.addBundleListener(listener);
        tracker.open();
    }

    @Deactivate
    void stop() {
        context.removeBundleListener(listener);
        tracker.close();
        worker.close();
        if (!worker.awaitEnd(STOP)) {
            LOG.warn("A migration is still running; it fails when the database is shut down");
        }
        forgetStaleEntities();
    }

    /** Returns the units of all started bundles. */
    Map<Bundle, Contribution> status() {
        Map<Bundle, Contribution> status = new LinkedHashMap<>();
        tracked.forEach(tracked -> status.put(tracked.bundle(), tracked.status()));
        return status;
    }

    /** Returns the units of all started bundles, with pending change sets. */
    List<EntityBundle.Progress> progress() {
        return tracked.stream().map(EntityBundle::progress).toList();
    }

    @Override
    public List<Contribution> of(long bundleId) {
        return tracked.stream()
                .filter(tracked -> tracked.bundle().getBundleId() == bundleId)
                .map(EntityBundle::status)
                .toList();
    }

    @Override
    public @Nullable EntityBundle addingBundle(Bundle bundle, @Nullable BundleEvent event) {
        String changeLog = bundle.getHeaders("").get(Migrations.HEADER);
        String persistence = bundle.getHeaders("").get(PERSISTENCE);
        if (changeLog == null || persistence == null) {
            return null;
        }
        EntityBundle added = new EntityBundle(
                bundle, persistence.isBlank() ? "META-INF/persistence.xml" : persistence.strip(), changeLog.strip());
        tracked.add(added);
        worker.execute(() -> open(added));
        return added;
    }

    @Override
    public void modifiedBundle(Bundle bundle, @Nullable BundleEvent event, EntityBundle added) {}

    @Override
    public void removedBundle(Bundle bundle, @Nullable BundleEvent event, EntityBundle added) {
        tracked.remove(added);
        added.close();
    }

    private void open(EntityBundle bundle) {
        if (!bundle.open(database)) {
            worker.schedule(RETRY, () -> open(bundle));
        }
    }

    private void onBundle(BundleEvent event) {
        if (event.getType() == BundleEvent.UNRESOLVED) {
            forgetStaleEntities();
        }
    }

    /**
     * Removes the classes of unresolved bundles from OpenJPA, which keeps each enhanced class and so the class loader
     * of a removed bundle. Classes of stopped bundles stay, because a loaded class registers only once.
     */
    private static void forgetStaleEntities() {
        for (Class<?> entity : PCRegistry.getRegisteredTypes().toArray(Class<?>[]::new)) {
            ClassLoader loader = entity.getClassLoader();
            Bundle bundle = FrameworkUtil.getBundle(entity);
            BundleWiring wiring = bundle == null ? null : bundle.adapt(BundleWiring.class);
            if (loader != null && bundle != null && (wiring == null || wiring.getClassLoader() != loader)) {
                PCRegistry.deRegister(loader);
            }
        }
    }
}

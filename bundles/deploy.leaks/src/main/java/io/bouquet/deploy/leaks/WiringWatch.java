package io.bouquet.deploy.leaks;

import io.bouquet.tagging.spi.Tagger;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.net.URL;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.Constants;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceEvent;
import org.osgi.framework.ServiceListener;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.SynchronousBundleListener;
import org.osgi.framework.wiring.BundleRevision;
import org.osgi.framework.wiring.BundleWiring;

/**
 * Tracks the wirings of all bundles: their class loaders, and the taggers that are registered for model bundles, which
 * have no classes. Thread-safe; holds no lock while it calls foreign code.
 */
final class WiringWatch implements AutoCloseable {
    private static final String SINGLETON_TAGGERS =
            "(&(objectClass=" + Tagger.class.getName() + ")(" + Constants.SERVICE_SCOPE + "=singleton))";

    private final BundleContext context;
    private final LongSupplier nanoTime;
    private final Duration firstLook;
    private final Runnable onRetired;
    private final ReferenceQueue<Object> queue = new ReferenceQueue<>();
    private final SynchronousBundleListener bundles = this::bundleChanged;
    private final ServiceListener taggers = this::taggerChanged;
    private final Object lock = new Object();
    /** By bundle id. */
    private final Map<Long, WatchedWiring> current = new HashMap<>();

    private final Set<RetiredWiring> retired = new LinkedHashSet<>();
    private long lastId;

    /**
     * @param firstLook time between the retirement of a wiring and its first check
     * @param onRetired called for each retired wiring, on the thread that changes the bundle
     */
    WiringWatch(BundleContext context, LongSupplier nanoTime, Duration firstLook, Runnable onRetired) {
        this.context = context;
        this.nanoTime = nanoTime;
        this.firstLook = firstLook;
        this.onRetired = onRetired;
    }

    void open() {
        context.addBundleListener(bundles);
        try {
            // getting a service of another scope would create an instance; its class belongs to the plugin anyway
            context.addServiceListener(taggers, SINGLETON_TAGGERS);
        } catch (InvalidSyntaxException e) {
            throw new IllegalStateException(e);
        }
        for (Bundle bundle : context.getBundles()) {
            watch(bundle);
        }
    }

    @Override
    public void close() {
        context.removeServiceListener(taggers);
        context.removeBundleListener(bundles);
    }

    /** Returns the retired wirings that are not forgotten, the oldest first. */
    List<RetiredWiring> retired() {
        synchronized (lock) {
            return List.copyOf(retired);
        }
    }

    /** Returns the objects of a wiring that are not collected yet. */
    List<Trace> traces(RetiredWiring wiring) {
        synchronized (lock) {
            // a trace reaches the queue a moment after its object is collected
            return wiring.wiring.traces().stream()
                    .filter(trace -> !trace.refersTo(null))
                    .toList();
        }
    }

    /** Returns the next retired wiring of which all objects have been collected; empty if there is none. */
    Optional<RetiredWiring> nextCollected() {
        for (Object one = queue.poll(); one != null; one = queue.poll()) {
            Trace trace = (Trace) one;
            synchronized (lock) {
                RetiredWiring its = trace.retired;
                // not retired: a tagger that its bundle has unregistered
                WatchedWiring wiring = its == null ? current.get(trace.bundleId) : its.wiring;
                boolean all = wiring != null
                        && wiring.traces().remove(trace)
                        && wiring.traces().isEmpty();
                if (its != null && all) {
                    return Optional.of(its);
                }
            }
        }
        return Optional.empty();
    }

    /** Forgets a retired wiring if all its objects have been collected. */
    void forget(RetiredWiring wiring) {
        synchronized (lock) {
            if (wiring.wiring.traces().isEmpty()) {
                retired.remove(wiring);
            }
        }
    }

    private void bundleChanged(BundleEvent event) {
        switch (event.getType()) {
            case BundleEvent.RESOLVED -> watch(event.getBundle());
            case BundleEvent.STARTING -> addStarter(event.getBundle().getBundleId());
            case BundleEvent.UNRESOLVED, BundleEvent.UPDATED, BundleEvent.UNINSTALLED ->
                retire(event.getBundle().getBundleId());
            default -> {
                // a bundle that only starts and stops keeps its class loader
            }
        }
    }

    private void taggerChanged(ServiceEvent event) {
        if (event.getType() == ServiceEvent.REGISTERED) {
            watch(event.getServiceReference());
        }
    }

    private void watch(Bundle bundle) {
        BundleWiring wiring = bundle.adapt(BundleWiring.class);
        // a fragment has no class loader, and the framework's is never removed
        if (bundle.getBundleId() == Constants.SYSTEM_BUNDLE_ID
                || wiring == null
                || wiring.getClassLoader() == null
                || (wiring.getRevision().getTypes() & BundleRevision.TYPE_FRAGMENT) != 0) {
            return;
        }
        Set<Trace> traces = new LinkedHashSet<>();
        traces.add(new Trace(bundle.getBundleId(), wiring.getClassLoader(), "class loader", queue));
        WatchedWiring watched = new WatchedWiring(
                bundle.getSymbolicName(),
                bundle.getVersion().toString(),
                sources(bundle, wiring.getRevision()),
                new WeakReference<>(wiring),
                traces,
                ConcurrentHashMap.newKeySet());
        synchronized (lock) {
            current.put(bundle.getBundleId(), watched);
        }
        ServiceReference<?>[] services = bundle.getRegisteredServices();
        for (ServiceReference<?> service : services == null ? new ServiceReference<?>[0] : services) {
            if (List.of((String[]) service.getProperty(Constants.OBJECTCLASS)).contains(Tagger.class.getName())
                    && Constants.SCOPE_SINGLETON.equals(service.getProperty(Constants.SERVICE_SCOPE))) {
                watch(service);
            }
        }
    }

    /**
     * Returns the names of a revision in the protection domain of its classes and in their code source. Only the code
     * source is left of the domain if an account started the bundle.
     */
    private static List<String> sources(Bundle bundle, BundleRevision revision) {
        URL root = bundle.getEntry("/");
        String domain = "[" + revision + "]";
        return root == null ? List.of(domain) : List.of(domain, root.getHost() + ":");
    }

    /** Runs on the thread that starts the bundle. */
    private void addStarter(long bundleId) {
        List<String> starter = Leftovers.context(Thread.currentThread());
        WatchedWiring wiring;
        synchronized (lock) {
            wiring = current.get(bundleId);
        }
        if (wiring != null) {
            wiring.starters().add(starter);
        }
    }

    private void watch(ServiceReference<?> reference) {
        Bundle bundle = reference.getBundle();
        @Nullable Object tagger = context.getService(reference);
        if (bundle == null || tagger == null) {
            return;
        }
        try {
            Trace trace = new Trace(
                    bundle.getBundleId(), tagger, "tagger " + tagger.getClass().getName(), queue);
            synchronized (lock) {
                WatchedWiring wiring = current.get(bundle.getBundleId());
                if (wiring != null) {
                    wiring.traces().add(trace);
                }
            }
        } finally {
            context.ungetService(reference);
        }
    }

    private void retire(long bundleId) {
        synchronized (lock) {
            WatchedWiring wiring = current.remove(bundleId);
            if (wiring == null || wiring.traces().isEmpty()) {
                return;
            }
            RetiredWiring one = new RetiredWiring(++lastId, bundleId, wiring, nanoTime.getAsLong(), firstLook);
            wiring.traces().forEach(trace -> trace.retired = one);
            retired.add(one);
        }
        onRetired.run();
    }
}

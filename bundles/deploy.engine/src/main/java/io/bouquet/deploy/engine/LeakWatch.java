package io.bouquet.deploy.engine;

import io.bouquet.deploy.Leak;
import io.bouquet.tagging.spi.Tagger;
import io.bouquet.web.Straggler;
import io.bouquet.web.Traffic;
import java.lang.ref.PhantomReference;
import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.net.URL;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
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
import org.osgi.framework.wiring.BundleWire;
import org.osgi.framework.wiring.BundleWiring;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches what bundles that are gone should have taken with them, until it is collected: their class loaders, and the
 * taggers of bundles that are all model and no class. Names what holds the rest. Thread-safe.
 */
// immediate: it has to see each wiring from its beginning, asked or not
@Component(service = LeakWatch.class, immediate = true, configurationPid = LeakWatch.PID)
@Designate(ocd = LeakWatch.Config.class)
public final class LeakWatch {
    static final String PID = "io.bouquet.deploy.leaks";

    /** How long what is gone may take to be collected. */
    @ObjectClassDefinition(name = "Bouquet leaks")
    @interface Config {
        @AttributeDefinition(
                description = "Seconds after which a retired class loader that is not collected counts as a leak")
        long leakSeconds() default 60;
    }

    private static final Logger LOG = LoggerFactory.getLogger(LeakWatch.class);
    private static final long TICK_MILLIS = 1_000;
    /** What drains may end of itself; threads that are there after that were forgotten. */
    private static final Duration SETTLED = Duration.ofSeconds(3);

    private static final Duration LOOK_EVERY = Duration.ofSeconds(5);
    private static final Duration LOOK_AT_LEAKS_EVERY = Duration.ofSeconds(60);
    /** As many as the slowest collector needs, none sooner after the last: each costs every request something. */
    private static final int COLLECTIONS = 20;

    private static final Duration BETWEEN_COLLECTIONS = Duration.ofSeconds(30);

    /** An object that should go when its bundle does. Phantom, for only that proves that it went. */
    private static final class Trace extends PhantomReference<Object> {
        final long bundleId;
        /** For looking for what holds it. */
        final WeakReference<Object> weak;

        final String what;

        @Nullable
        Retired retired;

        Trace(long bundleId, Object object, String what, ReferenceQueue<Object> queue) {
            super(object, queue);
            this.bundleId = bundleId;
            this.weak = new WeakReference<>(object);
            this.what = what;
        }
    }

    /** One wiring of a bundle: what it is made of is its own until the next. */
    private record Wired(
            String name,
            String version,
            List<String> sources,
            WeakReference<BundleWiring> wiring,
            Set<Trace> traces,
            Set<List<String>> starters) {}

    /** What is left of a wiring that is gone. */
    private static final class Retired {
        final long id;
        final long bundleId;
        final Wired wired;
        final Instant since = Instant.now();
        final long sinceNanos;
        final CompletableFuture<Boolean> collected = new CompletableFuture<>();
        /** Those that were told of in the log. */
        final Set<Thread> threads = Collections.newSetFromMap(new WeakHashMap<>());

        volatile List<String> holders = List.of();
        volatile boolean leaked;
        /** Younger than all that is watched; null until the first look. */
        @Nullable
        Canary canary;

        int collections;
        long nextLook;

        Retired(long id, long bundleId, Wired wired, long now) {
            this.id = id;
            this.bundleId = bundleId;
            this.wired = wired;
            this.sinceNanos = now;
            this.nextLook = now + SETTLED.toNanos();
        }

        @Override
        public String toString() {
            return wired.name() + " " + wired.version();
        }
    }

    @org.osgi.service.component.annotations.Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    volatile @Nullable Traffic traffic;

    private final BundleContext context;
    private final LongSupplier nanoTime;
    private final Runnable collector;
    private final HolderSearch search;
    private final ReferenceQueue<Object> queue = new ReferenceQueue<>();
    private final ScheduledExecutorService thread;
    private final SynchronousBundleListener bundles = this::bundleChanged;
    private final ServiceListener taggers = this::taggerChanged;
    /** By bundle id. */
    private final Map<Long, Wired> current = new HashMap<>();

    private final Set<Retired> retired = new LinkedHashSet<>();
    private volatile long leakNanos;
    private boolean ticking;
    private long lastId;
    private long lastCollection;

    @Activate
    public LeakWatch(BundleContext context, Config config) {
        this(
                context,
                config.leakSeconds(),
                new HolderSearch(context.getDataFile("").toPath()),
                System::nanoTime,
                System::gc);
    }

    LeakWatch(BundleContext context, long leakSeconds, HolderSearch search, LongSupplier nanoTime, Runnable collector) {
        this.context = context;
        this.nanoTime = nanoTime;
        this.collector = collector;
        this.leakNanos = Duration.ofSeconds(leakSeconds).toNanos();
        this.lastCollection = nanoTime.getAsLong() - BETWEEN_COLLECTIONS.toNanos();
        this.search = search;
        this.thread = Executors.newSingleThreadScheduledExecutor(work -> {
            Thread made = new Thread(work, "bouquet-leaks");
            made.setDaemon(true);
            // otherwise it would keep that of the thread that starts us
            made.setContextClassLoader(LeakWatch.class.getClassLoader());
            return made;
        });
        context.addBundleListener(bundles);
        try {
            // those of other scopes would be made by asking for them; what DS makes has the plugin's own class anyway
            context.addServiceListener(
                    taggers,
                    "(&(objectClass=" + Tagger.class.getName() + ")(" + Constants.SERVICE_SCOPE + "=singleton))");
        } catch (InvalidSyntaxException e) {
            throw new IllegalStateException(e);
        }
        for (Bundle bundle : context.getBundles()) {
            remember(bundle);
        }
    }

    @Modified
    void configure(Config config) {
        leakNanos = Duration.ofSeconds(config.leakSeconds()).toNanos();
    }

    @Deactivate
    void close() {
        context.removeServiceListener(taggers);
        context.removeBundleListener(bundles);
        thread.shutdownNow();
    }

    /**
     * What is not collected in time, bundles whose threads run on without them, and at once those whose requests run on;
     * the oldest first.
     */
    public List<Leak> leaks() {
        List<Straggler> running = stragglers();
        synchronized (retired) {
            List<Leak> leaks = new ArrayList<>();
            running.stream()
                    .filter(request ->
                            retired.stream().noneMatch(one -> one.toString().equals(request.bundle())))
                    .forEach(request -> leaks.add(ofStopped(request)));
            for (Retired one : retired) {
                List<String> holders = new ArrayList<>();
                running.stream()
                        .filter(request -> request.bundle().equals(one.toString()))
                        .forEach(request -> holders.add(inWords(request)));
                holders.addAll(one.holders);
                if (one.leaked || !holders.isEmpty()) {
                    leaks.add(new Leak(one.id, one.wired.name(), one.wired.version(), one.since, holders));
                }
            }
            return leaks;
        }
    }

    /** Of a bundle that was stopped and not yet uninstalled: no class loader of it should have gone. */
    private static Leak ofStopped(Straggler request) {
        int end = request.bundle().lastIndexOf(' ');
        return new Leak(
                -request.bundleId(),
                request.bundle().substring(0, end),
                request.bundle().substring(end + 1),
                request.stopped(),
                List.of(inWords(request)));
    }

    private static String inWords(Straggler request) {
        return "the request " + request.path() + " runs on since "
                + request.stopped().truncatedTo(ChronoUnit.SECONDS)
                + (request.thread().isEmpty() ? "" : ", on the thread " + request.thread())
                + ", although it was interrupted";
    }

    private List<Straggler> stragglers() {
        Traffic now = traffic;
        return now == null ? List.of() : now.stillRunning();
    }

    /**
     * Whether what a bundle was until now is collected: true as soon as it is, false once it counts as a leak. To be
     * asked after the bundle was uninstalled, or updated and refreshed.
     */
    public CompletionStage<Boolean> collected(long bundleId) {
        synchronized (retired) {
            return retired.stream()
                    .filter(one -> one.bundleId == bundleId)
                    .map(one -> one.collected)
                    .reduce((some, other) -> some.thenCombine(other, Boolean::logicalAnd))
                    .map(CompletableFuture::copy)
                    .orElseGet(() -> CompletableFuture.completedFuture(true));
        }
    }

    /** See {@link io.bouquet.deploy.Deployments#findHolder}. */
    public List<String> findHolder(long leak) {
        Trace trace;
        Retired of;
        synchronized (retired) {
            of = retired.stream().filter(one -> one.id == leak).findFirst().orElse(null);
            if (of == null) {
                throw new IllegalArgumentException("no leak " + leak + "; there are: "
                        + retired.stream().map(one -> one.id + " (" + one + ")").toList()
                        + " (is it collected by now?)");
            }
            trace = of.wired.traces().stream().findFirst().orElse(null);
        }
        if (trace == null) {
            // only threads are left, and they hold no class
            return of.holders;
        }
        return search.find(trace.weak, trace.what + " of " + of);
    }

    private void bundleChanged(BundleEvent event) {
        switch (event.getType()) {
            case BundleEvent.RESOLVED -> remember(event.getBundle());
            case BundleEvent.STARTING -> rememberStarter(event.getBundle().getBundleId());
            case BundleEvent.UNRESOLVED, BundleEvent.UPDATED, BundleEvent.UNINSTALLED ->
                retire(event.getBundle().getBundleId());
            default -> {
                // what only starts and stops keeps its class loader
            }
        }
    }

    private void taggerChanged(ServiceEvent event) {
        if (event.getType() == ServiceEvent.REGISTERED) {
            remember(event.getServiceReference());
        }
    }

    private void remember(Bundle bundle) {
        BundleWiring wiring = bundle.adapt(BundleWiring.class);
        // a fragment has no class loader, and the framework's is for good
        if (bundle.getBundleId() == Constants.SYSTEM_BUNDLE_ID
                || wiring == null
                || wiring.getClassLoader() == null
                || (wiring.getRevision().getTypes() & BundleRevision.TYPE_FRAGMENT) != 0) {
            return;
        }
        Set<Trace> traces = new LinkedHashSet<>();
        traces.add(new Trace(bundle.getBundleId(), wiring.getClassLoader(), "class loader", queue));
        synchronized (retired) {
            current.put(
                    bundle.getBundleId(),
                    new Wired(
                            bundle.getSymbolicName(),
                            bundle.getVersion().toString(),
                            sources(bundle, wiring.getRevision()),
                            new WeakReference<>(wiring),
                            traces,
                            ConcurrentHashMap.newKeySet()));
        }
        ServiceReference<?>[] services = bundle.getRegisteredServices();
        for (ServiceReference<?> service : services == null ? new ServiceReference<?>[0] : services) {
            if (List.of((String[]) service.getProperty(Constants.OBJECTCLASS)).contains(Tagger.class.getName())
                    && Constants.SCOPE_SINGLETON.equals(service.getProperty(Constants.SERVICE_SCOPE))) {
                remember(service);
            }
        }
    }

    /**
     * How Felix calls a revision: in the protection domain of its classes, and in their code source, which is all that is
     * left of the domain where an account started the bundle.
     */
    private static List<String> sources(Bundle bundle, BundleRevision revision) {
        URL root = bundle.getEntry("/");
        String domain = "[" + revision + "]";
        return root == null ? List.of(domain) : List.of(domain, root.getHost() + ":");
    }

    /** Told in the thread that starts the bundle. */
    private void rememberStarter(long bundleId) {
        List<String> context = Leftovers.context(Thread.currentThread());
        synchronized (retired) {
            Wired wired = current.get(bundleId);
            if (wired != null) {
                wired.starters().add(context);
            }
        }
    }

    private void remember(ServiceReference<?> reference) {
        Bundle bundle = reference.getBundle();
        Object tagger = context.getService(reference);
        if (bundle == null || tagger == null) {
            return;
        }
        try {
            synchronized (retired) {
                Wired wired = current.get(bundle.getBundleId());
                if (wired != null) {
                    wired.traces()
                            .add(new Trace(
                                    bundle.getBundleId(),
                                    tagger,
                                    "tagger " + tagger.getClass().getName(),
                                    queue));
                }
            }
        } finally {
            context.ungetService(reference);
        }
    }

    private void retire(long bundleId) {
        synchronized (retired) {
            Wired wired = current.remove(bundleId);
            if (wired == null || wired.traces().isEmpty()) {
                return;
            }
            Retired one = new Retired(++lastId, bundleId, wired, nanoTime.getAsLong());
            wired.traces().forEach(trace -> trace.retired = one);
            retired.add(one);
            if (!ticking && !thread.isShutdown()) {
                ticking = true;
                thread.schedule(this::tickAgain, TICK_MILLIS, TimeUnit.MILLISECONDS);
            }
        }
    }

    private void tickAgain() {
        try {
            tick();
        } catch (RuntimeException e) {
            LOG.warn("Retired bundles could not be looked at", e);
        }
        synchronized (retired) {
            ticking = !retired.isEmpty() && !thread.isShutdown();
            if (ticking) {
                thread.schedule(this::tickAgain, TICK_MILLIS, TimeUnit.MILLISECONDS);
            }
        }
    }

    /** Sees what was collected since the last, and looks at the rest. */
    synchronized void tick() {
        for (Reference<?> gone = queue.poll(); gone != null; gone = queue.poll()) {
            collected((Trace) gone);
        }
        List<Retired> left;
        synchronized (retired) {
            left = List.copyOf(retired);
        }
        Canary canary = null;
        for (Retired one : left) {
            if (one.canary == null) {
                canary = canary == null ? new Canary() : canary;
                one.canary = canary;
            }
        }
        long now = nanoTime.getAsLong();
        left.forEach(one -> look(one, now));
        if (now - lastCollection >= BETWEEN_COLLECTIONS.toNanos()
                && left.stream()
                        .anyMatch(one -> now - one.sinceNanos >= BETWEEN_COLLECTIONS.toNanos()
                                && one.collections < COLLECTIONS
                                && !one.collected.isDone()
                                && !isHeld(one))) {
            collector.run();
            lastCollection = nanoTime.getAsLong();
            left.forEach(one -> one.collections++);
        }
    }

    /** Where it is not collected, that is: it had its chance. */
    private static boolean isHeld(Retired one) {
        return one.canary != null && one.canary.isGone();
    }

    private void collected(Trace gone) {
        Retired of;
        boolean all;
        synchronized (retired) {
            of = gone.retired;
            // without: a tagger that its bundle took back
            Wired wired = of == null ? current.get(gone.bundleId) : of.wired;
            all = wired != null && wired.traces().remove(gone) && wired.traces().isEmpty();
        }
        if (of != null && all) {
            long seconds =
                    Duration.ofNanos(nanoTime.getAsLong() - of.sinceNanos).toSeconds();
            if (of.leaked) {
                LOG.info("{} is collected after all, {} s after it went", of, seconds);
                of.leaked = false;
            } else {
                LOG.debug("{} is collected, {} s after it went", of, seconds);
            }
            of.nextLook = Math.min(of.nextLook, Math.max(nanoTime.getAsLong(), of.sinceNanos + SETTLED.toNanos()));
            of.collected.complete(true);
        }
    }

    private void look(Retired one, long now) {
        boolean overdue = now - one.sinceNanos >= leakNanos && isHeld(one);
        if (now < one.nextLook && (one.leaked || !overdue)) {
            return;
        }
        List<Trace> traces;
        synchronized (retired) {
            // what is collected comes to the queue a moment later
            traces = one.wired.traces().stream()
                    .filter(trace -> !trace.refersTo(null))
                    .toList();
        }
        ClassLoader loader = traces.stream()
                .map(trace -> trace.weak.get())
                .flatMap(object -> object instanceof ClassLoader found ? Stream.of(found) : Stream.empty())
                .findFirst()
                .orElse(null);
        Leftovers leftovers = new Leftovers(loader, one.wired.sources(), one.wired.starters());
        Map<Thread, String> threads = leftovers.threads();
        threads.forEach((thread, words) -> {
            if (one.threads.add(thread)) {
                LOG.warn("Bundle {} is gone, and left something running: {}", one, words);
            }
        });
        List<String> holders = new ArrayList<>(threads.values());
        if (overdue && !traces.isEmpty()) {
            holders.addAll(besidesThreads(one, leftovers, traces));
        }
        one.holders = List.copyOf(holders);
        if (overdue && !traces.isEmpty() && !one.leaked) {
            one.leaked = true;
            LOG.warn(
                    "The {} of {} is not collected {} s after it went; held by: {}",
                    String.join(
                            " and the ",
                            traces.stream().map(trace -> trace.what).toList()),
                    one,
                    Duration.ofNanos(now - one.sinceNanos).toSeconds(),
                    holders.isEmpty() ? "not known (plugin:leaks --find tells)" : String.join("; ", holders));
            one.collected.complete(false);
        }
        synchronized (retired) {
            if (one.wired.traces().isEmpty() && threads.isEmpty()) {
                retired.remove(one);
            }
        }
        one.nextLook = now + (one.leaked ? LOOK_AT_LEAKS_EVERY : LOOK_EVERY).toNanos();
    }

    private List<String> besidesThreads(Retired one, Leftovers leftovers, List<Trace> traces) {
        List<String> holders = new ArrayList<>(wiredTo(one.wired.wiring().get()));
        holders.addAll(leftovers.besidesThreads());
        traces.stream()
                .filter(trace -> trace.weak.get() instanceof Tagger)
                .forEach(trace -> holders.add("the " + trace.what + " is still held"));
        return holders;
    }

    private List<String> wiredTo(@Nullable BundleWiring gone) {
        List<String> holders = new ArrayList<>();
        for (Bundle bundle : context.getBundles()) {
            BundleWiring wiring = bundle.adapt(BundleWiring.class);
            List<BundleWire> wires = wiring == null || gone == null ? List.of() : wiring.getRequiredWires(null);
            if (wires != null && wires.stream().anyMatch(wire -> wire.getProviderWiring() == gone)) {
                holders.add("bundle " + bundle.getSymbolicName() + " " + bundle.getVersion()
                        + " is still wired to it (bundle:refresh lets it go)");
            }
        }
        holders.sort(Comparator.naturalOrder());
        return holders;
    }
}

package io.bouquet.deploy.leaks;

import io.bouquet.common.BackgroundThread;
import io.bouquet.deploy.Leak;
import io.bouquet.deploy.spi.LeakDetector;
import io.bouquet.tagging.spi.Tagger;
import io.bouquet.web.Straggler;
import io.bouquet.web.Traffic;
import java.nio.file.Path;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.wiring.BundleWire;
import org.osgi.framework.wiring.BundleWiring;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Checks retired wirings once a second until they are collected, and finds what holds the others. Thread-safe. */
// immediate: must see each wiring from the start
@Component(immediate = true, configurationPid = LeakWatch.PID)
@Designate(ocd = LeakWatch.Config.class)
public final class LeakWatch implements LeakDetector {
    static final String PID = "io.bouquet.deploy.leaks";

    /** The time limit for the collection of removed bundles. */
    @ObjectClassDefinition(name = "Bouquet leaks")
    @interface Config {
        @AttributeDefinition(
                description = "Seconds after which the class loader of a removed bundle counts as a leak if it is not"
                        + " collected")
        long leakSeconds() default 60;
    }

    private static final Logger LOG = LoggerFactory.getLogger(LeakWatch.class);
    private static final Duration TICK = Duration.ofSeconds(1);
    /** Gives threads time to end before the first check. */
    private static final Duration FIRST_LOOK = Duration.ofSeconds(3);

    private static final Duration LOOK_EVERY = Duration.ofSeconds(5);
    private static final Duration LOOK_AT_LEAKS_EVERY = Duration.ofSeconds(60);
    /** Number of collections after which even the slowest collector has unloaded classes. */
    private static final int COLLECTIONS = 20;
    /** Each collection delays every request a little. */
    private static final Duration BETWEEN_COLLECTIONS = Duration.ofSeconds(30);

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    volatile @Nullable Traffic traffic;

    private final BundleContext context;
    private final LongSupplier nanoTime;
    private final Runnable collector;
    private final HolderSearch search;
    private final BackgroundThread thread = new BackgroundThread("bouquet-leaks");
    private final WiringWatch wirings;
    private final Object ticks = new Object();
    private volatile long leakNanos;
    private boolean ticking;
    private long lastCollection;

    @Activate
    public LeakWatch(BundleContext context, Config config) {
        this(
                context,
                Duration.ofSeconds(config.leakSeconds()),
                context.getDataFile("").toPath());
    }

    /**
     * Watches with the system's clock and collector.
     *
     * @param limit how long a removed bundle may stay in memory before it counts as a leak
     * @param dumps a folder for heap dumps, which are deleted after a search
     */
    public LeakWatch(BundleContext context, Duration limit, Path dumps) {
        this(context, limit, new HolderSearch(dumps), System::nanoTime, System::gc);
    }

    LeakWatch(BundleContext context, Duration limit, HolderSearch search, LongSupplier nanoTime, Runnable collector) {
        this.context = context;
        this.nanoTime = nanoTime;
        this.collector = collector;
        this.leakNanos = limit.toNanos();
        this.lastCollection = nanoTime.getAsLong() - BETWEEN_COLLECTIONS.toNanos();
        this.search = search;
        wirings = new WiringWatch(context, nanoTime, FIRST_LOOK, this::startTicking);
        wirings.open();
    }

    @Modified
    void configure(Config config) {
        leakNanos = Duration.ofSeconds(config.leakSeconds()).toNanos();
    }

    @Deactivate
    public void close() {
        wirings.close();
        thread.close();
    }

    @Override
    public List<Leak> leaks() {
        List<Straggler> running = stragglers();
        List<RetiredWiring> retired = wirings.retired();
        List<Leak> leaks = new ArrayList<>();
        running.stream()
                .filter(request ->
                        retired.stream().noneMatch(one -> one.toString().equals(request.bundle())))
                .forEach(request -> leaks.add(ofStopped(request)));
        for (RetiredWiring one : retired) {
            List<String> holders = new ArrayList<>();
            running.stream()
                    .filter(request -> request.bundle().equals(one.toString()))
                    .forEach(request -> holders.add(describe(request)));
            holders.addAll(one.holders);
            if (one.leaked || !holders.isEmpty()) {
                leaks.add(new Leak(one.id, one.wiring.name(), one.wiring.version(), one.since, holders));
            }
        }
        return leaks;
    }

    /** A leak of a bundle that is stopped but still installed. It has no retired wiring, so its id is negative. */
    private static Leak ofStopped(Straggler request) {
        int end = request.bundle().lastIndexOf(' ');
        return new Leak(
                -request.bundleId(),
                request.bundle().substring(0, end),
                request.bundle().substring(end + 1),
                request.stopped(),
                List.of(describe(request)));
    }

    private static String describe(Straggler request) {
        return "the request " + request.path() + " runs on since "
                + request.stopped().truncatedTo(ChronoUnit.SECONDS)
                + (request.thread().isEmpty() ? "" : ", on the thread " + request.thread())
                + ", although it was interrupted";
    }

    private List<Straggler> stragglers() {
        Traffic now = traffic;
        return now == null ? List.of() : now.stillRunning();
    }

    @Override
    public CompletionStage<Boolean> collected(long bundleId) {
        return wirings.retired().stream()
                .filter(one -> one.bundleId == bundleId)
                .map(one -> one.collected)
                .reduce((some, other) -> some.thenCombine(other, Boolean::logicalAnd))
                .map(CompletableFuture::copy)
                .orElseGet(() -> CompletableFuture.completedFuture(true));
    }

    @Override
    public List<String> findHolder(long leak) {
        List<RetiredWiring> retired = wirings.retired();
        RetiredWiring of = retired.stream()
                .filter(one -> one.id == leak)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no leak " + leak + "; there are: "
                        + retired.stream().map(one -> one.id + " (" + one + ")").toList()
                        + " (is it collected by now?)"));
        List<Trace> traces = wirings.traces(of);
        // without traces only threads are left, and these hold no class of the bundle
        return traces.isEmpty() ? of.holders : search.find(traces.get(0).weak, traces.get(0).what + " of " + of);
    }

    private void startTicking() {
        synchronized (ticks) {
            if (!ticking) {
                ticking = true;
                thread.schedule(TICK, this::tickAgain);
            }
        }
    }

    private void tickAgain() {
        try {
            tick();
        } catch (RuntimeException | Error e) {
            LOG.warn("Removed bundles could not be checked", e);
        }
        synchronized (ticks) {
            ticking = !wirings.retired().isEmpty();
            if (ticking) {
                thread.schedule(TICK, this::tickAgain);
            }
        }
    }

    /** Notes which wirings were collected since the last tick, and checks the others. */
    synchronized void tick() {
        for (Optional<RetiredWiring> one = wirings.nextCollected(); one.isPresent(); one = wirings.nextCollected()) {
            collected(one.get());
        }
        List<RetiredWiring> left = wirings.retired();
        GcProbe probe = null;
        for (RetiredWiring one : left) {
            if (one.probe == null) {
                probe = probe == null ? new GcProbe() : probe;
                one.probe = probe;
            }
        }
        long now = nanoTime.getAsLong();
        left.forEach(one -> look(one, now));
        if (now - lastCollection >= BETWEEN_COLLECTIONS.toNanos()
                && left.stream()
                        .anyMatch(one -> now - one.sinceNanos >= BETWEEN_COLLECTIONS.toNanos()
                                && one.collections < COLLECTIONS
                                && !one.collected.isDone()
                                && !one.isHeld())) {
            collector.run();
            lastCollection = nanoTime.getAsLong();
            left.forEach(one -> one.collections++);
        }
    }

    private void collected(RetiredWiring one) {
        long seconds = Duration.ofNanos(nanoTime.getAsLong() - one.sinceNanos).toSeconds();
        if (one.leaked) {
            LOG.info("{} is collected after all, {} s after it was removed", one, seconds);
            one.leaked = false;
        } else {
            LOG.debug("{} is collected, {} s after it was removed", one, seconds);
        }
        one.nextLook = Math.min(one.nextLook, Math.max(nanoTime.getAsLong(), one.sinceNanos + FIRST_LOOK.toNanos()));
        one.collected.complete(true);
    }

    private void look(RetiredWiring one, long now) {
        boolean overdue = now - one.sinceNanos >= leakNanos && one.isHeld();
        if (now < one.nextLook && (one.leaked || !overdue)) {
            return;
        }
        List<Trace> traces = wirings.traces(one);
        ClassLoader loader = traces.stream()
                .map(trace -> trace.weak.get())
                .flatMap(object -> object instanceof ClassLoader found ? Stream.of(found) : Stream.empty())
                .findFirst()
                .orElse(null);
        Leftovers leftovers = new Leftovers(loader, one.wiring.sources(), one.wiring.starters());
        Map<Thread, String> threads = leftovers.threads();
        threads.forEach((running, description) -> {
            if (one.loggedThreads.add(running)) {
                LOG.warn("Bundle {} was removed and left something running: {}", one, description);
            }
        });
        List<String> holders = new ArrayList<>(threads.values());
        if (overdue && !traces.isEmpty()) {
            holders.addAll(otherHolders(one, leftovers, traces));
        }
        one.holders = List.copyOf(holders);
        if (overdue && !traces.isEmpty() && !one.leaked) {
            one.leaked = true;
            LOG.warn(
                    "The {} of {} is not collected {} s after the bundle was removed; held by: {}",
                    String.join(
                            " and the ",
                            traces.stream().map(trace -> trace.what).toList()),
                    one,
                    Duration.ofNanos(now - one.sinceNanos).toSeconds(),
                    holders.isEmpty() ? "not known (plugin:leaks --find tells)" : String.join("; ", holders));
            one.collected.complete(false);
        }
        if (threads.isEmpty()) {
            wirings.forget(one);
        }
        one.nextLook = now + (one.leaked ? LOOK_AT_LEAKS_EVERY : LOOK_EVERY).toNanos();
    }

    private List<String> otherHolders(RetiredWiring one, Leftovers leftovers, List<Trace> traces) {
        List<String> holders = new ArrayList<>(wiredTo(one.wiring.wiring().get()));
        holders.addAll(leftovers.besidesThreads());
        traces.stream()
                .filter(trace -> trace.weak.get() instanceof Tagger)
                .forEach(trace -> holders.add("the " + trace.what + " is still held"));
        return holders;
    }

    private List<String> wiredTo(@Nullable BundleWiring removed) {
        List<String> holders = new ArrayList<>();
        for (Bundle bundle : context.getBundles()) {
            BundleWiring wiring = bundle.adapt(BundleWiring.class);
            List<BundleWire> wires = wiring == null || removed == null ? List.of() : wiring.getRequiredWires(null);
            if (wires != null && wires.stream().anyMatch(wire -> wire.getProviderWiring() == removed)) {
                holders.add("bundle " + bundle.getSymbolicName() + " " + bundle.getVersion()
                        + " is still wired to it (bundle:refresh lets it go)");
            }
        }
        holders.sort(Comparator.naturalOrder());
        return holders;
    }
}

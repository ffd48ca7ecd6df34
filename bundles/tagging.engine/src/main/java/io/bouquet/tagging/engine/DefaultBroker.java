package io.bouquet.tagging.engine;

import io.bouquet.tagging.AnnotationRequest;
import io.bouquet.tagging.AnnotationResult;
import io.bouquet.tagging.AwaitedTaggerException;
import io.bouquet.tagging.Broker;
import io.bouquet.tagging.Comparison;
import io.bouquet.tagging.LayerOwner;
import io.bouquet.tagging.Lease;
import io.bouquet.tagging.OverloadedException;
import io.bouquet.tagging.Pipeline;
import io.bouquet.tagging.Policy;
import io.bouquet.tagging.TaggerInfo;
import io.bouquet.tagging.TaggerInfo.State;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Annotates with the taggers that are registered as services. What serves is one immutable generation after the other;
 * requests take no lock to read the current one.
 */
// immediate, since a delayed component whose last user goes would forget its generations
@Component(
        service = {Broker.class, DefaultBroker.class},
        immediate = true,
        configurationPid = EngineConfig.PID)
@Designate(ocd = EngineConfig.class)
public final class DefaultBroker implements Broker {
    private static final Logger LOG = LoggerFactory.getLogger(DefaultBroker.class);
    private static final Duration LISTED = Duration.ofMinutes(10);
    private static final int LISTED_AT_MOST = 20;
    private static final long LOOK_AGAIN = TimeUnit.MILLISECONDS.toNanos(5);

    /** By service id: two services with one name, as during an update, must not remove each other. */
    private final Map<Long, InstalledTagger> installed = new HashMap<>();

    // these are guarded by installed, too
    private final Map<String, Generation.Ghost> ghosts = new HashMap<>();
    private final Map<String, Policy> policies = new HashMap<>();
    /** By name, the version that served before the one that does. */
    private final Map<String, String> previous = new HashMap<>();
    /** By name of the tagger, the symbolic name of the bundle that it last came from. */
    private final Map<String, String> bundles = new HashMap<>();

    private volatile Order order = Order.NONE;
    private volatile Runnable onOrder = () -> {};

    /** Not current any more, but still held. */
    private final List<Generation> draining = new CopyOnWriteArrayList<>();

    /** No service any more, but requests are with them still. */
    private final List<InstalledTagger> leaving = new CopyOnWriteArrayList<>();

    /** Those that are gone, newest first: nothing but text. */
    private final Deque<TaggerInfo> retired = new ArrayDeque<>();

    private final Object published = new Object();
    private final AtomicInteger waiting = new AtomicInteger();
    private final Shadows shadows = new Shadows();
    private final Preparation preparation;
    private final @Nullable TaggerServices services;

    private volatile Generation generation = new Generation(0, List.of());
    private volatile Engine engine;

    /** Replaced as a whole, so that a request keeps the limits and the threads that it began with. */
    private record Engine(Limits limits, Workers workers) {
        static Engine of(Limits limits) {
            return new Engine(limits, new Workers(limits.threads(), limits.queue()));
        }
    }

    @Activate
    public DefaultBroker(EngineConfig config, BundleContext context) {
        engine = Engine.of(Limits.of(config));
        preparation = preparation();
        services = new TaggerServices(context, this);
        services.open();
    }

    DefaultBroker(Limits limits) {
        engine = Engine.of(limits);
        preparation = preparation();
        services = null;
    }

    private Preparation preparation() {
        return new Preparation(
                () -> engine.limits(),
                () -> engine.workers(),
                this::trial,
                this::isComplete,
                this::takesOver,
                this::progressed);
    }

    @Modified
    void modified(EngineConfig config) {
        use(Limits.of(config));
    }

    void use(Limits limits) {
        Workers old = engine.workers();
        engine = Engine.of(limits);
        old.close();
    }

    @Deactivate
    void deactivate() {
        if (services != null) {
            services.close();
        }
        preparation.close();
        shadows.close();
        engine.workers().close();
    }

    /** Has a tagger prepared; it serves when it is ready. */
    void prepare(InstalledTagger candidate, Supplier<GoldSamples> samples) {
        install(candidate);
        preparation.add(candidate, samples);
    }

    void install(InstalledTagger tagger) {
        Order before;
        synchronized (installed) {
            installed.put(tagger.serviceId(), tagger);
            bundles.put(tagger.name(), tagger.declaration().bundle());
            before = order;
            order = before.arrived(tagger.declaration().bundle());
            publish();
        }
        tellOfOrder(before);
    }

    /** @param changed runs whenever the order has changed, outside of all locks */
    void onOrder(Runnable changed) {
        onOrder = changed;
    }

    Order order() {
        return order;
    }

    void order(UnaryOperator<Order> change) {
        Order before;
        synchronized (installed) {
            before = order;
            order = change.apply(before);
            if (!before.equals(order)) {
                publish();
            }
        }
        tellOfOrder(before);
    }

    private void tellOfOrder(Order before) {
        if (!before.equals(order)) {
            onOrder.run();
        }
    }

    /** A bundle is uninstalled, and no other of its name is there: it loses its place in the order. */
    void left(String bundle) {
        order(now -> now.left(
                bundle,
                bundles.entrySet().stream()
                        .filter(entry -> entry.getValue().equals(bundle))
                        .map(Map.Entry::getKey)
                        .toList()));
    }

    List<LayerOwner> owners(Collection<String> layers, Collection<String> languages) {
        return generation.owners(layers, languages);
    }

    void declare(long serviceId, Declaration changed) {
        synchronized (installed) {
            InstalledTagger known = installed.get(serviceId);
            if (known != null && !known.declaration().equals(changed)) {
                known.declare(changed);
                publish();
            }
        }
    }

    void remove(long serviceId) {
        remove(serviceId, Duration.ZERO);
    }

    /**
     * Takes a tagger out of service, and waits until the requests are answered that it serves, within bounds.
     *
     * @param back for which requests are to wait for it to come back; zero where it is not expected
     */
    void remove(long serviceId, Duration back) {
        remove(tagger -> tagger.serviceId() == serviceId, back);
    }

    /** The same for all taggers of a bundle, in one step: they were published in one, and do not serve without each other. */
    void removeAll(long bundleId, Duration back) {
        remove(tagger -> tagger.declaration().bundleId() == bundleId, back);
    }

    private void remove(Predicate<InstalledTagger> which, Duration back) {
        List<InstalledTagger> gone;
        synchronized (installed) {
            gone = installed.values().stream().filter(which).toList();
            if (gone.isEmpty()) {
                return;
            }
            long deadline = System.nanoTime() + back.toNanos();
            for (InstalledTagger tagger : gone) {
                installed.remove(tagger.serviceId());
                preparation.remove(tagger);
                leaving.add(tagger);
                if (!back.isZero() && generation.serves(tagger)) {
                    ghosts.put(tagger.name(), new Generation.Ghost(tagger.ghost(), deadline, new AtomicInteger()));
                }
            }
            publish();
        }
        drain(gone);
        synchronized (retired) {
            for (InstalledTagger tagger : gone) {
                leaving.remove(tagger);
                retired.addFirst(tagger.info(State.RETIRED, Instant.now(), "its bundle took it back", 0));
            }
            while (retired.size() > LISTED_AT_MOST) {
                retired.removeLast();
            }
        }
    }

    /** Requests do not wait for what this bundle had any longer. */
    void forget(long bundleId) {
        synchronized (installed) {
            if (ghosts.values().removeIf(ghost -> ghost.tagger().declaration().bundleId() == bundleId)) {
                publish();
            }
        }
    }

    private void drain(List<InstalledTagger> gone) {
        long deadline = System.nanoTime() + engine.limits().drain().toNanos();
        gone.forEach(tagger -> drain(tagger, deadline));
    }

    private void drain(InstalledTagger tagger, long deadline) {
        for (Generation old : draining) {
            try {
                if (old.serves(tagger) && !old.awaitDrained(deadline)) {
                    LOG.warn(
                            "tagger {} goes while {} requests of generation {} are not done",
                            tagger,
                            old.holders(),
                            old.id());
                }
            } catch (InterruptedException stop) {
                Thread.currentThread().interrupt();
                return;
            }
        }
        awaitThreads(tagger, deadline);
    }

    /** Those of requests that were answered without it, since it took too long. */
    private static void awaitThreads(InstalledTagger tagger, long deadline) {
        while (tagger.admission().inside() > 0 && !Thread.currentThread().isInterrupted()) {
            if (deadline - System.nanoTime() <= 0) {
                LOG.warn(
                        "tagger {} goes while {} threads hang in it",
                        tagger,
                        tagger.admission().inside());
                return;
            }
            LockSupport.parkNanos(LOOK_AGAIN);
        }
    }

    /**
     * The candidate in the place of all other versions of its tagger, and of all that make nothing but what it makes,
     * among those that are ready. The caller holds it, so that none of these goes in between, and leaves it.
     */
    private Generation trial(InstalledTagger candidate) {
        List<String> made = candidate.declaration().produces();
        List<InstalledTagger> taggers = new ArrayList<>();
        taggers.add(candidate.onTrial());
        synchronized (installed) {
            installed.values().stream()
                    .filter(other -> other.isReady()
                            && !other.name().equals(candidate.name())
                            && !made.containsAll(other.declaration().produces()))
                    .forEach(taggers::add);
            Generation trial = new Generation(0, taggers);
            trial.hold();
            draining.add(trial);
            trial.retire(() -> draining.remove(trial));
            return trial;
        }
    }

    /** Whether its bundle has registered all that it replaces of an older one of its name. */
    private boolean isComplete(InstalledTagger candidate) {
        Declaration its = candidate.declaration();
        synchronized (installed) {
            Set<String> here = new HashSet<>();
            Set<String> older = new HashSet<>();
            for (InstalledTagger other : installed.values()) {
                if (other.declaration().bundleId() == its.bundleId()) {
                    here.add(other.name());
                } else if (other.declaration().bundle().equals(its.bundle()) && other.isReady()) {
                    older.add(other.name());
                }
            }
            return here.containsAll(older);
        }
    }

    private boolean takesOver(InstalledTagger candidate) {
        return generation.serving().stream().anyMatch(other -> other.name().equals(candidate.name()));
    }

    private void progressed() {
        synchronized (installed) {
            installed.values().stream()
                    .filter(tagger -> !tagger.isCandidate())
                    .forEach(tagger ->
                            endWaitingFor(tagger.name(), tagger.declaration().bundleId()));
            publish();
        }
    }

    /** What is ready again needs no ghost, and what failed will not come. */
    private void endWaitingFor(String name, long bundleId) {
        Generation.Ghost ghost = ghosts.get(name);
        if (ghost != null && ghost.tagger().declaration().bundleId() == bundleId) {
            ghosts.remove(name);
            if (ghost.waited().get() > 0) {
                LOG.info("{} texts waited for the tagger {}", ghost.waited(), ghost.tagger());
            }
        }
    }

    /** One whose time is up stays while what comes in its place is on its way: nobody waits for it, but all may retry. */
    private boolean isOver(Generation.Ghost ghost) {
        return ghost.deadline() - System.nanoTime() <= 0
                && installed.values().stream()
                        .noneMatch(candidate -> candidate.isCandidate()
                                && candidate.name().equals(ghost.tagger().name())
                                && candidate.declaration().bundleId()
                                        == ghost.tagger().declaration().bundleId());
    }

    private void publish() {
        ghosts.values().removeIf(this::isOver);
        Generation last = generation;
        Generation next = new Generation(
                last.id() + 1,
                List.copyOf(installed.values()),
                List.copyOf(ghosts.values()),
                Map.copyOf(policies),
                order::rank,
                Optional.of(last));
        next.serving().forEach(now -> last.serving().stream()
                .filter(before -> before.name().equals(now.name()) && !before.equals(now) && !next.serves(before))
                .forEach(before -> previous.put(before.name(), before.version())));
        draining.add(last);
        generation = next;
        last.retire(() -> draining.remove(last));
        shadows.follow(next, engine.limits().taggerTime());
        preparation.retry();
        synchronized (published) {
            published.notifyAll();
        }
    }

    /** The current generation, held. */
    private Generation hold() {
        while (true) {
            Generation current = generation;
            current.hold();
            // whoever publishes sees it held now, unless the other one is current already
            if (current == generation) {
                return current;
            }
            current.leave();
        }
    }

    @Override
    public AnnotationResult annotate(AnnotationRequest request) {
        Generation inside = PipelineRun.inside();
        if (inside != null) {
            return new Held(inside).annotate(request);
        }
        while (true) {
            Answer answer = annotate(hold(), request);
            if (answer.result() != null) {
                return answer.result();
            }
            if (answer.ghost() != null) {
                awaitReturn(answer.ghost());
            }
        }
    }

    /** Either a result, or what it waits for; neither where it is to be tried again. */
    private record Answer(@Nullable AnnotationResult result, Generation.@Nullable Ghost ghost) {}

    /** @param held by the caller until this returns */
    private Answer annotate(Generation held, AnnotationRequest request) {
        Engine now = engine;
        Workers workers = now.workers();
        PipelineRun run;
        try {
            run = new PipelineRun(held, request, now.limits(), workers, shadows);
        } catch (RuntimeException refused) {
            held.leave();
            throw refused;
        }
        try {
            if (run.ghost() == null) {
                if (workers.isCurrent()) {
                    // a tagger that asks the broker: waiting for another worker could wait forever
                    run.run();
                } else if (!workers.offer(run)) {
                    if (now != engine) {
                        return new Answer(null, null); // the configuration changed in between
                    }
                    throw overloaded(now);
                }
                AnnotationResult result = run.await();
                if (run.ghost() == null) {
                    if (result == null) {
                        workers.withdraw(run);
                        throw overloaded(now);
                    }
                    return new Answer(result, null);
                }
            }
            return new Answer(null, run.ghost());
        } finally {
            held.leave();
        }
    }

    private static OverloadedException overloaded(Engine engine) {
        return new OverloadedException(engine.workers().busy(), engine.limits().retryAfterSeconds());
    }

    /** Waits for a generation that can do without {@code ghost}. */
    private void awaitReturn(Generation.Ghost ghost) {
        Limits limits = engine.limits();
        if (waiting.incrementAndGet() > limits.queue()) {
            waiting.decrementAndGet();
            throw overloaded(engine);
        }
        ghost.waited().incrementAndGet();
        boolean waited = false;
        try {
            synchronized (published) {
                while (generation.ghosts().contains(ghost)) {
                    long left = ghost.deadline() - System.nanoTime();
                    if (left <= 0) {
                        break;
                    }
                    waited = true;
                    TimeUnit.NANOSECONDS.timedWait(published, Math.max(left, 1_000_000));
                }
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw awaited(ghost);
        } finally {
            waiting.decrementAndGet();
        }
        if (generation.ghosts().contains(ghost) && (!giveUp(ghost) || waited)) {
            throw awaited(ghost);
        }
    }

    private AwaitedTaggerException awaited(Generation.Ghost ghost) {
        Limits limits = engine.limits();
        return new AwaitedTaggerException(
                ghost.tagger().name(), limits.await().toSeconds(), limits.retryAfterSeconds());
    }

    /** Whether no generation plans with it any more. */
    private boolean giveUp(Generation.Ghost ghost) {
        synchronized (installed) {
            if (!isOver(ghost)) {
                return !ghosts.containsValue(ghost);
            }
            if (ghosts.remove(ghost.tagger().name(), ghost)) {
                LOG.warn("tagger {} did not come back in time; requests no longer wait for it", ghost.tagger());
                publish();
            }
            return true;
        }
    }

    @Override
    public Lease lease(List<String> layers) {
        Generation inside = PipelineRun.inside();
        if (inside != null) {
            inside.hold();
            return new Held(inside);
        }
        while (true) {
            Generation held = hold();
            Optional<Generation.Ghost> ghost = held.ghostFor(layers);
            if (ghost.isEmpty()) {
                return new Held(held);
            }
            held.leave();
            awaitReturn(ghost.get());
        }
    }

    /** A generation that somebody holds. */
    private final class Held implements Lease {
        private final Generation held;
        private final AtomicBoolean closed = new AtomicBoolean();

        Held(Generation held) {
            this.held = held;
        }

        @Override
        public long generation() {
            return held.id();
        }

        @Override
        public AnnotationResult annotate(AnnotationRequest request) {
            while (true) {
                held.hold();
                Answer answer = DefaultBroker.this.annotate(held, request);
                if (answer.result() != null) {
                    return answer.result();
                }
                if (answer.ghost() != null) {
                    throw awaited(answer.ghost());
                }
            }
        }

        @Override
        public List<Pipeline> pipelines() {
            return held.plans().pipelines();
        }

        @Override
        public void close() {
            if (closed.compareAndSet(false, true)) {
                held.leave();
            }
        }
    }

    @Override
    public List<TaggerInfo> taggers() {
        List<TaggerInfo> all = new ArrayList<>(generation.taggers(this::isHeld));
        Instant now = Instant.now();
        leaving.forEach(tagger -> all.add(tagger.info(State.DRAINING, now, "requests finish with it", 0)));
        synchronized (retired) {
            retired.removeIf(gone -> gone.since().isBefore(now.minus(LISTED)));
            all.addAll(retired);
        }
        all.sort(Comparator.comparing(TaggerInfo::name)); // stable: what is gone comes last
        return all;
    }

    private boolean isHeld(InstalledTagger tagger) {
        return draining.stream().anyMatch(old -> old.id() > 0 && old.holders() > 0 && old.serves(tagger));
    }

    @Override
    public List<Pipeline> pipelines() {
        dropLateGhosts();
        return generation.plans().pipelines();
    }

    private void dropLateGhosts() {
        for (Generation.Ghost ghost : generation.ghosts()) {
            if (ghost.deadline() - System.nanoTime() <= 0) {
                giveUp(ghost);
            }
        }
    }

    @Override
    public long generation() {
        return generation.id();
    }

    Duration awaitLimit() {
        return engine.limits().await();
    }

    Map<String, Policy> policies() {
        synchronized (installed) {
            return Map.copyOf(policies);
        }
    }

    /** Replaces the policies of these taggers, in one generation. */
    void policies(Map<String, Policy> changed) {
        synchronized (installed) {
            policies.putAll(changed);
            policies.values().removeIf(Policy.LATEST::equals);
            publish();
        }
    }

    /** The versions of a tagger that are ready, the preferred first. */
    List<InstalledTagger> ready(String tagger) {
        synchronized (installed) {
            return installed.values().stream()
                    .filter(one -> one.isReady() && one.name().equals(tagger))
                    .sorted(InstalledTagger.PREFERRED_FIRST)
                    .toList();
        }
    }

    Collection<InstalledTagger> installed() {
        synchronized (installed) {
            return List.copyOf(installed.values());
        }
    }

    /** The version that serves most requests; empty where none does. */
    Optional<String> servingVersion(String tagger) {
        return generation.serving().stream()
                .filter(one -> one.name().equals(tagger))
                .map(InstalledTagger::version)
                .findFirst();
    }

    /** The version that served before that one did. */
    Optional<String> previousVersion(String tagger) {
        synchronized (installed) {
            return Optional.ofNullable(previous.get(tagger));
        }
    }

    Optional<Comparison> comparison(String tagger) {
        return shadows.comparison(tagger);
    }
}

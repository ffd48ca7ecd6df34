package io.bouquet.tagging.engine;

import io.bouquet.tagging.LayerOwner;
import io.bouquet.tagging.Policy;
import io.bouquet.tagging.TaggerInfo;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Holds the installed taggers and the current generation. Each change publishes the next generation. Thread-safe;
 * requests read the current generation without a lock.
 */
final class TaggerRegistry {
    private static final Logger LOG = LoggerFactory.getLogger(TaggerRegistry.class);

    private final Object lock = new Object();

    // guarded by the lock
    /**
     * Installed taggers by service id: two services with the same name, as during an update, must not remove each
     * other.
     */
    private final Map<Long, InstalledTagger> installed = new HashMap<>();

    private final Map<String, MissingTagger> missing = new HashMap<>();
    private final Map<String, Policy> policies = new HashMap<>();
    /** Symbolic names of bundles whose new version may not serve yet. */
    private final Set<String> heldBack = new HashSet<>();
    /** The version that served before the current one, by name of the tagger. */
    private final Map<String, String> previous = new HashMap<>();
    /** The symbolic name of the last bundle of a tagger, by name of the tagger. */
    private final Map<String, String> bundles = new HashMap<>();

    private final Draining draining = new Draining();
    private final Supplier<EngineLimits> limits;
    private final Listener listener;

    private volatile Order order = Order.NONE;
    private volatile Runnable onOrder = () -> {};
    private volatile Generation generation = new Generation(0, List.of());

    /** Listens to changes. It is called under the lock. */
    interface Listener {
        void removed(InstalledTagger tagger);

        void published(Generation generation);
    }

    TaggerRegistry(Supplier<EngineLimits> limits, Listener listener) {
        this.limits = limits;
        this.listener = listener;
    }

    void install(InstalledTagger tagger) {
        Order before;
        synchronized (lock) {
            installed.put(tagger.serviceId(), tagger);
            bundles.put(tagger.name(), tagger.declaration().bundle());
            before = order;
            order = before.arrived(tagger.declaration().bundle());
            publish();
        }
        tellOfOrder(before);
    }

    void declare(long serviceId, Declaration changed) {
        synchronized (lock) {
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
     * Removes a tagger, and waits until its requests have finished, up to the drain limit.
     *
     * @param back how long requests wait for its replacement; zero if none is expected
     */
    void remove(long serviceId, Duration back) {
        remove(tagger -> tagger.serviceId() == serviceId, back);
    }

    /** Removes all taggers of a bundle in one step, because they do not serve without each other. */
    void removeAll(long bundleId, Duration back) {
        remove(tagger -> tagger.declaration().bundleId() == bundleId, back);
    }

    private void remove(Predicate<InstalledTagger> which, Duration back) {
        List<InstalledTagger> removed;
        synchronized (lock) {
            removed = installed.values().stream().filter(which).toList();
            if (removed.isEmpty()) {
                return;
            }
            draining.add(removed);
            for (InstalledTagger tagger : removed) {
                installed.remove(tagger.serviceId());
                listener.removed(tagger);
                if (!back.isZero() && generation.serves(tagger)) {
                    missing.put(tagger.name(), MissingTagger.of(tagger, back));
                }
            }
            publish();
        }
        draining.await(removed, limits.get().drain());
    }

    /** Publishes taggers that have become ready, and ends the waiting for those that are ready or have failed. */
    void progressed() {
        synchronized (lock) {
            installed.values().stream().filter(tagger -> !tagger.isCandidate()).forEach(this::endWaitingFor);
            publish();
        }
    }

    private void endWaitingFor(InstalledTagger tagger) {
        MissingTagger one = missing.get(tagger.name());
        if (one != null && one.isReplacedBy(tagger)) {
            missing.remove(tagger.name());
            if (one.waited().get() > 0) {
                LOG.info("{} texts waited for the tagger {}", one.waited(), one.tagger());
            }
        }
    }

    /** Keeps the next version of a bundle from serving. Publishes no generation, because no serving tagger changes. */
    void holdBack(String bundle) {
        synchronized (lock) {
            heldBack.add(bundle);
        }
    }

    /** Lets the new version of a bundle serve, as far as it is ready. */
    void release(String bundle) {
        synchronized (lock) {
            if (heldBack.remove(bundle)) {
                publish();
            }
        }
    }

    /** Makes requests no longer wait for the missing taggers of a bundle. */
    void forget(long bundleId) {
        synchronized (lock) {
            if (missing.values().removeIf(one -> one.isOf(bundleId))) {
                publish();
            }
        }
    }

    /**
     * Whether the waiting time of a missing tagger is over and no candidate is being prepared to replace it. While
     * there is a candidate, requests no longer wait, but may be retried.
     */
    private boolean isOver(MissingTagger one) {
        return one.left() <= 0
                && installed.values().stream()
                        .noneMatch(candidate -> candidate.isCandidate() && one.isReplacedBy(candidate));
    }

    /** Gives up a missing tagger if its time is over. Returns whether plans no longer contain it. */
    private boolean giveUp(MissingTagger one) {
        synchronized (lock) {
            if (!isOver(one)) {
                return !missing.containsValue(one);
            }
            if (missing.remove(one.name(), one)) {
                LOG.warn("tagger {} did not come back in time; requests no longer wait for it", one.tagger());
                publish();
            }
            return true;
        }
    }

    /**
     * Waits for a generation without a missing tagger.
     *
     * @param timeLimit time that the caller can wait; zero for no limit of its own
     * @return whether the request should be repeated: there is such a generation, or the tagger was given up without
     *     waiting
     */
    boolean await(MissingTagger one, Duration timeLimit) throws InterruptedException {
        boolean waited = false;
        long end = System.nanoTime() + timeLimit.toNanos();
        synchronized (lock) {
            for (long left = one.left(); left > 0 && isMissing(one); left = one.left()) {
                if (!timeLimit.isZero()) {
                    long callers = end - System.nanoTime();
                    if (callers <= 0) {
                        return false;
                    }
                    left = Math.min(left, callers);
                }
                waited = true;
                TimeUnit.NANOSECONDS.timedWait(lock, Math.max(left, 1_000_000));
            }
        }
        return !isMissing(one) || giveUp(one) && !waited;
    }

    private boolean isMissing(MissingTagger one) {
        return generation.missing().contains(one);
    }

    /** Must be called under the lock. */
    private void publish() {
        missing.values().removeIf(this::isOver);
        Generation last = generation;
        Generation next = new Generation(
                last.id() + 1,
                List.copyOf(installed.values()),
                List.copyOf(missing.values()),
                Map.copyOf(policies),
                Set.copyOf(heldBack),
                order::rank,
                Optional.of(last));
        next.serving().forEach(now -> last.serving().stream()
                .filter(before -> before.name().equals(now.name()) && !before.equals(now) && !next.serves(before))
                .forEach(before -> previous.put(before.name(), before.version())));
        generation = next;
        draining.add(last);
        listener.published(next);
        lock.notifyAll();
    }

    /** Returns the current generation. */
    Generation generation() {
        return generation;
    }

    /** Returns the current generation and holds it. */
    Generation hold() {
        while (true) {
            Generation current = generation;
            current.hold();
            // a publisher now sees the holder, unless the next generation is already current
            if (current == generation) {
                return current;
            }
            current.leave();
        }
    }

    /**
     * Returns a trial generation of the candidate and the ready taggers, without other versions of the candidate and
     * without taggers that produce only layers of the candidate. The generation is held, so that none of its taggers is
     * removed meanwhile; the caller must leave it.
     */
    Generation trial(InstalledTagger candidate) {
        List<String> made = candidate.declaration().produces();
        List<InstalledTagger> taggers = new ArrayList<>();
        taggers.add(candidate.onTrial());
        synchronized (lock) {
            installed.values().stream()
                    .filter(other -> other.isReady()
                            && !other.name().equals(candidate.name())
                            && !made.containsAll(other.declaration().produces()))
                    .forEach(taggers::add);
            Generation trial = new Generation(0, taggers);
            trial.hold();
            draining.add(trial);
            return trial;
        }
    }

    /** Whether the bundle of a candidate has registered all taggers that an older version of the bundle has. */
    boolean isComplete(InstalledTagger candidate) {
        Declaration its = candidate.declaration();
        synchronized (lock) {
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

    boolean takesOver(InstalledTagger candidate) {
        return servingVersion(candidate.name()).isPresent();
    }

    /** Returns all taggers by name, the installed before the removed ones. */
    List<TaggerInfo> taggers() {
        List<TaggerInfo> all = new ArrayList<>(generation.taggers(draining::holds));
        all.addAll(draining.taggers());
        all.sort(Comparator.comparing(TaggerInfo::name)); // stable: removed taggers come last
        return all;
    }

    /** Returns the plans of the current generation, without missing taggers whose time is over. */
    PipelinePlans plans() {
        generation.missing().stream().filter(one -> one.left() <= 0).forEach(this::giveUp);
        return generation.plans();
    }

    Collection<InstalledTagger> installed() {
        synchronized (lock) {
            return List.copyOf(installed.values());
        }
    }

    /** Returns the ready versions of a tagger, the preferred first. */
    List<InstalledTagger> ready(String tagger) {
        synchronized (lock) {
            return installed.values().stream()
                    .filter(one -> one.isReady() && one.name().equals(tagger))
                    .sorted(InstalledTagger.PREFERRED_FIRST)
                    .toList();
        }
    }

    /** Returns the main serving version of a tagger; empty if none serves. */
    Optional<String> servingVersion(String tagger) {
        return generation.serving().stream()
                .filter(one -> one.name().equals(tagger))
                .map(InstalledTagger::version)
                .findFirst();
    }

    /** Returns the version that served before the current one. */
    Optional<String> previousVersion(String tagger) {
        synchronized (lock) {
            return Optional.ofNullable(previous.get(tagger));
        }
    }

    Map<String, Policy> policies() {
        synchronized (lock) {
            return Map.copyOf(policies);
        }
    }

    /** Replaces the policies of these taggers, in one generation. */
    void policies(Map<String, Policy> changed) {
        synchronized (lock) {
            policies.putAll(changed);
            policies.values().removeIf(Policy.LATEST::equals);
            publish();
        }
    }

    /** @param changed runs after each change of the order, outside of all locks */
    void onOrder(Runnable changed) {
        onOrder = changed;
    }

    Order order() {
        return order;
    }

    void order(UnaryOperator<Order> change) {
        Order before;
        synchronized (lock) {
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

    /** Removes an uninstalled bundle from the order. No other bundle of its name is installed. */
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
}

package io.bouquet.deploy.engine;

import io.bouquet.deploy.Plugin.Format;
import io.bouquet.deploy.Receipt.Check;
import io.bouquet.deploy.RootCause;
import io.bouquet.tagging.Broker;
import io.bouquet.tagging.TaggerInfo.State;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;
import org.osgi.framework.startlevel.BundleStartLevel;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Carries changes out. For one thread. */
final class Changes {
    private static final Logger LOG = LoggerFactory.getLogger(Changes.class);
    private static final long LOOK_EVERY_MILLIS = 20;

    private final Store store;
    private final Bundles bundles;
    private final Kars kars;
    private final KarSettings settings;
    private final Planner planner;
    private final Surroundings surroundings;
    private final Liveness liveness;
    private final Limits limits;

    Changes(
            Store store,
            Bundles bundles,
            Kars kars,
            KarSettings settings,
            Planner planner,
            Surroundings surroundings,
            Limits limits) {
        this.settings = settings;
        this.store = store;
        this.bundles = bundles;
        this.kars = kars;
        this.planner = planner;
        this.surroundings = surroundings;
        this.limits = limits;
        this.liveness = new Liveness(surroundings, limits.candidate(), limits.services());
    }

    /** What a change left behind that is to be looked at afterwards: bundles by id that were retired. */
    record Retired(List<Long> bundles) {}

    /**
     * Carries one out.
     *
     * @throws Exception where it cannot be done; what served before serves then
     */
    Retired carryOut(Intent intent, Progress progress, @Nullable TrafficAround traffic) throws Exception {
        if (intent.format() == Format.KAR) {
            kar(intent, progress, traffic);
            return new Retired(List.of());
        }
        return switch (intent.kind()) {
            case INSTALL -> install(intent, progress);
            case REMOVE -> remove(intent, progress, traffic);
            case UPGRADE, ROLLBACK ->
                intent.loaded()
                        ? takeBack(intent, progress, traffic)
                        : intent.sideBySide()
                                ? sideBySide(intent, progress, traffic)
                                : inPlace(intent, progress, traffic);
        };
    }

    private Retired install(Intent intent, Progress progress) throws Exception {
        Bundle candidate = candidate(intent, progress);
        try {
            start(candidate, progress, lack -> true);
            progress.step("noted that " + intent.plugin() + " " + intent.to() + " is installed", () -> commit(intent));
        } catch (Exception e) {
            discard(candidate);
            throw e;
        }
        progress.step("set to start with the platform", candidate::start);
        return new Retired(List.of());
    }

    private Retired sideBySide(Intent intent, Progress progress, @Nullable TrafficAround traffic) throws Exception {
        Set<String> lacked = liveness.lacking(bundles.of(intent.plugin()));
        Bundle candidate = candidate(intent, progress);
        try {
            start(candidate, progress, lacked::contains);
            planner.policyOf(intent.from(), intent.plugin())
                    .ifPresent(policy -> progress.check(
                            new Check("policy", true, policy + " names " + intent.from() + ": it goes on serving")));
            if (traffic != null) {
                traffic.cut();
            }
            progress.step("noted that " + intent.to() + " serves in place of " + intent.from(), () -> commit(intent));
        } catch (Exception e) {
            discard(candidate);
            throw e;
        }
        progress.step("set " + intent.to() + " to start with the platform", candidate::start);
        Duration drained = progress.step("let requests finish that began with " + intent.from(), () -> drain(intent));
        if (traffic != null) {
            traffic.drained(drained);
        }
        return new Retired(retire(intent.plugin(), progress, traffic));
    }

    /** Back to what stands by: the other only has to go. */
    private Retired takeBack(Intent intent, Progress progress, @Nullable TrafficAround traffic) throws Exception {
        if (traffic != null) {
            traffic.cut();
        }
        progress.step("noted that " + intent.to() + " serves again in place of " + intent.from(), () -> commit(intent));
        long start = System.nanoTime();
        List<Long> retired = retire(intent.plugin(), progress, traffic);
        if (traffic != null) {
            traffic.drained(Duration.ofNanos(System.nanoTime() - start));
        }
        return new Retired(retired);
    }

    private Retired inPlace(Intent intent, Progress progress, @Nullable TrafficAround traffic) throws Exception {
        Bundle bundle = bundles.find(intent.plugin(), intent.from())
                .orElseThrow(() -> new ChangeFailedException("the bundle " + intent.plugin() + " " + intent.from()
                        + " is gone: was it uninstalled by hand?"));
        boolean ran = bundle.getState() == Bundle.ACTIVE || bundle.getState() == Bundle.STARTING;
        Set<String> lacked = ran ? liveness.lacking(List.of(bundle)) : Set.of();
        AtomicBoolean updated = new AtomicBoolean();
        try {
            if (traffic != null) {
                traffic.cut();
                traffic.stops(List.of(bundle));
                traffic.stops(bundles.dependants(bundle));
            }
            // transiently, which leaves it set to start: the gate and the broker know from that that it comes back
            Duration drained = progress.step(
                    "stopped " + intent.from() + " after the requests in flight",
                    () -> Bundles.stop(bundle, Bundle.STOP_TRANSIENT));
            if (traffic != null) {
                traffic.drained(drained);
            }
            Path archive = intent.archive().orElseThrow().file();
            progress.step("updated to " + intent.to(), () -> {
                List<Bundle> dependants = bundles.dependants(bundle);
                updated.set(true);
                bundles.update(bundle, archive);
                refresh(bundle, dependants);
            });
            if (ran) {
                start(bundle, progress, lacked::contains);
            }
            progress.step("noted that " + intent.to() + " serves in place of " + intent.from(), () -> commit(intent));
        } catch (Exception e) {
            putBack(intent, bundle, ran, updated.get(), progress, e);
            throw e;
        }
        if (ran) {
            progress.step("set to start with the platform", bundle::start);
        }
        return new Retired(List.of(bundle.getBundleId()));
    }

    private void refresh(Bundle bundle, List<Bundle> dependants) throws ChangeFailedException, InterruptedException {
        List<Bundle> all = new ArrayList<>(dependants);
        all.add(bundle);
        bundles.refresh(all);
    }

    private void putBack(Intent intent, Bundle bundle, boolean ran, boolean updated, Progress progress, Exception why) {
        if (why instanceof InterruptedException) {
            return; // the next start undoes it
        }
        try {
            Path archive = store.file(intent.plugin(), intent.before().orElseThrow(), Format.JAR);
            progress.step("put " + intent.from() + " back", () -> {
                if (updated) {
                    Bundles.stop(bundle, Bundle.STOP_TRANSIENT);
                    List<Bundle> dependants = bundles.dependants(bundle);
                    bundles.update(bundle, archive);
                    refresh(bundle, dependants);
                }
                if (ran) {
                    bundle.start();
                    liveness.await(() -> List.of(bundle), lack -> true);
                }
            });
        } catch (Exception e) {
            why.addSuppressed(e);
            LOG.error("{} {} could not be put back", intent.plugin(), intent.from(), e);
        }
    }

    private Retired remove(Intent intent, Progress progress, @Nullable TrafficAround traffic) throws Exception {
        if (traffic != null) {
            traffic.cut();
        }
        progress.step("noted that " + intent.plugin() + " is not installed", () -> store.forget(intent.plugin()));
        long start = System.nanoTime();
        List<Long> retired = retire(intent.plugin(), progress, traffic);
        if (traffic != null) {
            traffic.drained(Duration.ofNanos(System.nanoTime() - start));
        }
        return new Retired(retired);
    }

    private Bundle candidate(Intent intent, Progress progress) throws Exception {
        Path archive = intent.archive().orElseThrow().file();
        Bundle[] candidate = new Bundle[1];
        progress.step(
                "installed " + intent.plugin() + " " + intent.to(),
                () -> candidate[0] =
                        bundles.install(intent.plugin(), progress.receipt().id(), archive));
        return candidate[0];
    }

    /** Starts it for now only: should the platform go down before the change is noted, it does not start again. */
    private void start(Bundle bundle, Progress progress, Predicate<String> mayLack) throws Exception {
        progress.step("started " + bundle.getVersion(), () -> {
            try {
                bundle.start(Bundle.START_TRANSIENT);
            } catch (BundleException e) {
                throw new ChangeFailedException(
                        bundle.getSymbolicName() + " " + bundle.getVersion() + " does not start: " + started(e, bundle),
                        e);
            }
        });
        progress.step("waited until all of " + bundle.getVersion() + " works", () -> {
            liveness.await(() -> List.of(bundle), mayLack).note(progress);
        });
    }

    /** A bundle that is not resolved has no code to blame. */
    private static String started(BundleException e, Bundle bundle) {
        return e.getType() == BundleException.ACTIVATOR_ERROR && e.getCause() != null
                ? RootCause.of(e, bundle)
                : Words.of(e);
    }

    private void discard(Bundle candidate) {
        try {
            candidate.uninstall();
        } catch (BundleException | IllegalStateException e) {
            LOG.warn("{} {} could not be uninstalled; the next start does it", candidate, candidate.getVersion(), e);
        }
    }

    private void commit(Intent intent) throws IOException {
        store.commit(after(intent, List.of()));
    }

    private Store.Installed after(Intent intent, List<String> settingsOfKar) {
        List<Store.Build> previous =
                new ArrayList<>(intent.current().map(Store.Installed::previous).orElse(List.of()));
        Optional<Store.Build> standby = Optional.empty();
        switch (intent.kind()) {
            case UPGRADE -> {
                previous.removeIf(build -> build.version().equals(intent.to()));
                previous.add(0, intent.before().orElseThrow());
                boolean named = planner.policyOf(intent.from(), intent.plugin()).isPresent();
                // the broker takes the newest: an older one can only serve once the newer has gone
                // one that follows a file goes back with its file
                if (intent.sideBySide()
                        && intent.file().isEmpty()
                        && (named || !limits.standby().isZero())
                        && Versions.isBelow(intent.format(), intent.from(), intent.to())) {
                    standby = intent.before();
                }
            }
            case ROLLBACK -> previous.remove(0);
            case INSTALL, REMOVE -> previous.clear();
        }
        return new Store.Installed(
                intent.plugin(),
                intent.format(),
                intent.build().orElseThrow(),
                standby,
                previous.subList(0, Math.min(previous.size(), limits.versionsKept())),
                intent.origin(),
                Instant.now(),
                intent.file(),
                settingsOfKar,
                intent.allowed());
    }

    /** Until the broker has no request left on the old version. */
    private void drain(Intent intent) throws InterruptedException {
        Broker broker = surroundings.broker;
        CountDownLatch never = new CountDownLatch(1);
        long until = System.nanoTime() + limits.drain().toNanos();
        while (broker != null
                && System.nanoTime() < until
                && broker.taggers().stream()
                        .anyMatch(tagger -> tagger.bundle().equals(intent.plugin())
                                && tagger.version().equals(intent.from())
                                && tagger.state() == State.DRAINING)) {
            never.await(LOOK_EVERY_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    /** Stops and uninstalls the bundles of a plugin that are neither current nor on standby: their ids. */
    private List<Long> retire(String plugin, Progress progress, @Nullable TrafficAround traffic) throws Exception {
        List<Long> retired = new ArrayList<>();
        for (Bundle bundle : unwanted(plugin)) {
            if (traffic != null) {
                traffic.stops(List.of(bundle));
                traffic.stops(bundles.dependants(bundle));
            }
            progress.step("stopped and uninstalled " + bundle.getVersion(), () -> uninstall(bundle));
            retired.add(bundle.getBundleId());
        }
        return retired;
    }

    private List<Bundle> unwanted(String plugin) {
        Set<String> wanted = new HashSet<>();
        store.installed(plugin).filter(one -> one.format() == Format.JAR).ifPresent(one -> {
            wanted.add(one.version());
            one.standby().ifPresent(build -> wanted.add(build.version()));
        });
        return bundles.of(plugin).stream()
                .filter(bundle -> !wanted.contains(bundle.getVersion().toString()))
                .toList();
    }

    private void uninstall(Bundle bundle) throws BundleException, ChangeFailedException, InterruptedException {
        List<Bundle> dependants = bundles.dependants(bundle);
        Bundles.stop(bundle, 0);
        bundle.uninstall();
        refresh(bundle, dependants);
    }

    /**
     * Lets the version go that stands by, unless a policy names it.
     *
     * @return ids of the bundles that went; empty where it stays
     */
    Optional<List<Long>> endStandby(Store.Installed plugin) throws Exception {
        Optional<String> named =
                plugin.standby().flatMap(standby -> planner.policyOf(standby.version(), plugin.name()));
        if (named.isPresent()) {
            return Optional.empty();
        }
        store.commit(plugin.withoutStandby());
        List<Long> retired = new ArrayList<>();
        for (Bundle bundle : unwanted(plugin.name())) {
            uninstall(bundle);
            retired.add(bundle.getBundleId());
            LOG.info("{} {} no longer stands by", plugin.name(), bundle.getVersion());
        }
        return Optional.of(retired);
    }

    private void kar(Intent intent, Progress progress, @Nullable TrafficAround traffic) throws Exception {
        Optional<Archive> old = intent.current().map(store::archive);
        Optional<Archive> next = intent.archive();
        if (traffic != null) {
            old.ifPresent(kar -> traffic.stops(bundles.at(Kars.locations(kar))));
        }
        List<String> had = intent.current().map(Store.Installed::settings).orElse(List.of());
        Set<String> lacked =
                liveness.lacking(old.map(kar -> bundles.at(Kars.locations(kar))).orElse(List.of()));
        Predicate<String> mayLack = old.isPresent() ? lacked::contains : lack -> true;
        if (traffic != null) {
            traffic.cut();
        }
        if (next.isEmpty()) {
            progress.step("noted that " + intent.plugin() + " is not installed", () -> store.forget(intent.plugin()));
            progress.step("uninstalled the features of " + intent.from(), () -> kars.remove(old.orElseThrow()));
            if (!had.isEmpty()) {
                progress.step("took the settings of " + intent.from() + " away: " + had, () -> settings.delete(had));
            }
            return;
        }
        Set<String> added = new LinkedHashSet<>(settings.missing(next.get()));
        Set<String> left = new LinkedHashSet<>(had);
        left.removeAll(KarSettings.of(next.get()));
        List<String> its = new ArrayList<>(had);
        its.removeAll(left);
        its.addAll(added);
        try {
            progress.step("installed the features of " + intent.to(), () -> {
                if (intent.isSameVersion()) {
                    // Karaf keeps a feature whose version is there already
                    kars.remove(old.orElseThrow());
                    kars.install(next.get());
                } else if (old.isPresent()) {
                    kars.replace(old.get(), next.get());
                } else {
                    kars.install(next.get());
                }
            });
            progress.step("waited until all of " + intent.to() + " works", () -> {
                Set<String> locations = Set.copyOf(Kars.locations(next.get()));
                liveness.await(() -> bundles.at(locations), mayLack).note(progress);
            });
            progress.step(
                    "noted that " + intent.plugin() + " " + intent.to() + " is installed",
                    () -> store.commit(after(intent, its)));
        } catch (Exception e) {
            putBack(old, next.get(), added, progress, e);
            throw e;
        }
        if (!left.isEmpty()) {
            progress.step(
                    "took settings away that " + intent.to() + " does not have: " + left, () -> settings.delete(left));
        }
    }

    /** Names of the settings that go with a plugin if it is not installed in the end. */
    List<String> settingsOf(Intent intent) {
        try {
            return intent.format() == Format.JAR
                    ? List.of()
                    : intent.current().isPresent()
                            ? intent.current().get().settings()
                            : settings.missing(intent.archive().orElseThrow());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void putBack(Optional<Archive> old, Archive next, Set<String> added, Progress progress, Exception why) {
        if (why instanceof InterruptedException) {
            return; // the next start undoes it
        }
        try {
            if (old.isPresent()) {
                progress.step("put " + old.get().version() + " back", () -> replace(next, old.get()));
            } else {
                progress.step("took " + next.version() + " away", () -> kars.remove(next));
            }
            settings.delete(added);
        } catch (Exception e) {
            why.addSuppressed(e);
            LOG.error("{} could not be put back", next.name(), e);
        }
    }

    private void replace(Archive present, Archive wanted) throws Exception {
        if (present.version().equals(wanted.version())) {
            kars.remove(present);
            kars.install(wanted);
        } else {
            kars.replace(present, wanted);
        }
    }

    /**
     * Makes the framework's bundles what the store says: after a crash, and after its cache was dropped.
     *
     * @param changing plugins that were being changed
     * @param failed   told of each plugin that could not be restored, and why
     * @throws InterruptedException if the platform stops
     */
    void reconcile(Map<String, Store.Pending> changing, BiConsumer<String, String> failed) throws InterruptedException {
        isolated("", (name, why) -> LOG.warn("The trials that a crash left stay until the next start: {}", why), () -> {
            bundles.clearTrials();
            kars.clearTrials();
        });
        for (Store.Installed plugin : store.installed().values()) {
            Optional<Store.Pending> pending = Optional.ofNullable(changing.get(plugin.name()));
            isolated(plugin.name(), failed, () -> {
                if (plugin.format() == Format.JAR) {
                    restore(plugin, plugin.build(), pending);
                    if (plugin.standby().isPresent()) {
                        restore(plugin, plugin.standby().get(), pending);
                    }
                } else {
                    restoreKar(plugin, pending);
                }
            });
        }
        for (Store.Pending pending : changing.values()) {
            if (pending.format() == Format.KAR
                    && store.installed(pending.plugin()).isEmpty()) {
                isolated(pending.plugin(), failed, () -> forgetKar(pending));
            }
        }
        Set<String> names = new HashSet<>();
        bundles.plugins().forEach(bundle -> names.add(bundle.getSymbolicName()));
        for (String name : names) {
            for (Bundle bundle : unwanted(name)) {
                LOG.info("Uninstalling {} {}, which no change was finished with", name, bundle.getVersion());
                isolated(name, failed, () -> uninstall(bundle));
            }
        }
    }

    /** Runs what concerns one plugin: whatever it throws must not keep the others from being restored. */
    private static void isolated(String plugin, BiConsumer<String, String> failed, Progress.Work work)
            throws InterruptedException {
        try {
            work.run();
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception | Error e) {
            LOG.debug("{} could not be restored", plugin, e);
            failed.accept(plugin, e instanceof ChangeFailedException words ? words.words() : Words.of(e));
        }
    }

    private void restore(Store.Installed plugin, Store.Build build, Optional<Store.Pending> pending) throws Exception {
        String version = build.version();
        Optional<Bundle> there = bundles.find(plugin.name(), version);
        Path archive = store.file(plugin.name(), build, Format.JAR);
        if (there.isPresent()
                && pending.filter(one -> one.from().equals(one.to())).isPresent()) {
            // it may be of either build
            Bundles.stop(there.get(), Bundle.STOP_TRANSIENT);
            List<Bundle> dependants = bundles.dependants(there.get());
            bundles.update(there.get(), archive);
            refresh(there.get(), dependants);
        }
        if (there.isPresent()) {
            // one that somebody stopped on purpose stays stopped
            if (pending.isPresent() || there.get().adapt(BundleStartLevel.class).isPersistentlyStarted()) {
                there.get().start();
            }
            return;
        }
        LOG.info("Restoring {} {}", plugin.name(), version);
        List<Bundle> others = unwanted(plugin.name());
        Bundle restored;
        if (others.size() == 1) {
            restored = others.get(0);
            Bundles.stop(restored, Bundle.STOP_TRANSIENT);
            List<Bundle> dependants = bundles.dependants(restored);
            bundles.update(restored, archive);
            refresh(restored, dependants);
        } else {
            restored = bundles.install(plugin.name(), "restored-" + version, archive);
        }
        restored.start();
    }

    private void restoreKar(Store.Installed plugin, Optional<Store.Pending> pending) throws Exception {
        Archive current = store.archive(plugin);
        Optional<Archive> other = pending.flatMap(
                        one -> one.after().equals(Optional.of(plugin.build())) ? one.before() : one.after())
                .filter(build -> store.has(plugin.name(), build, Format.KAR))
                .map(build -> store.archive(plugin.name(), build, Format.KAR));
        if (other.isPresent()) {
            replace(other.get(), current);
        } else if (!kars.isInstalled(current)) {
            LOG.info("Restoring {} {}", plugin.name(), plugin.version());
            kars.install(current);
        }
    }

    private void forgetKar(Store.Pending pending) throws Exception {
        Store.Build build = pending.after().or(pending::before).orElseThrow();
        if (store.has(pending.plugin(), build, Format.KAR)) {
            kars.remove(store.archive(pending.plugin(), build, Format.KAR));
        }
        settings.delete(pending.settings());
    }
}

package io.bouquet.deploy.engine;

import io.bouquet.deploy.Finding;
import io.bouquet.deploy.Plugin.Format;
import io.bouquet.deploy.Receipt.Check;
import io.bouquet.tagging.Broker;
import io.bouquet.tagging.PublicationHold;
import io.bouquet.tagging.TaggerInfo.State;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;
import org.osgi.framework.startlevel.BundleStartLevel;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Plugins that are one bundle, installed directly into the framework. */
final class JarFormat implements PluginFormat {
    private static final Logger LOG = LoggerFactory.getLogger(JarFormat.class);
    private static final long POLL_MILLIS = 20;

    private final Store store;
    private final Bundles bundles;
    private final Planner planner;
    private final Surroundings surroundings;
    private final Liveness liveness;
    private final Limits limits;
    private final InstalledAfter after;

    JarFormat(
            Store store,
            Bundles bundles,
            Planner planner,
            Surroundings surroundings,
            Liveness liveness,
            Limits limits,
            InstalledAfter after) {
        this.store = store;
        this.bundles = bundles;
        this.planner = planner;
        this.surroundings = surroundings;
        this.liveness = liveness;
        this.limits = limits;
        this.after = after;
    }

    @Override
    public List<Finding> trial(String receipt, Archive archive) throws IOException {
        return bundles.trial(receipt, archive);
    }

    @Override
    public void clearTrials() throws BundleException {
        bundles.clearTrials();
    }

    /** A JAR brings no settings. */
    @Override
    public List<String> settingsOf(Intent intent) {
        return List.of();
    }

    @Override
    public List<Long> carryOut(Intent intent, Progress progress, @Nullable TrafficAround traffic) throws Exception {
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

    private List<Long> install(Intent intent, Progress progress) throws Exception {
        Bundle candidate = candidate(intent, progress);
        try {
            start(candidate, progress, lack -> true);
            progress.step(
                    "noted that " + intent.plugin() + " " + intent.to() + " is installed",
                    () -> store.commit(after.of(intent, List.of())));
        } catch (Exception e) {
            discard(candidate);
            throw e;
        }
        progress.step("set to start with the platform", candidate::start);
        return List.of();
    }

    private List<Long> sideBySide(Intent intent, Progress progress, @Nullable TrafficAround traffic) throws Exception {
        Set<String> lacked = liveness.lacking(bundles.of(intent.plugin()));
        Broker broker = surroundings.broker;
        PublicationHold hold = broker == null ? () -> {} : broker.holdBack(intent.plugin());
        try {
            noteCandidate(intent, progress, traffic, lacked);
        } finally {
            // the old version serves until the change is noted
            hold.close();
        }
        Duration drained = progress.step("let requests finish that began with " + intent.from(), () -> drain(intent));
        if (traffic != null) {
            traffic.drained(drained);
        }
        return retire(intent.plugin(), progress, traffic);
    }

    private void noteCandidate(Intent intent, Progress progress, @Nullable TrafficAround traffic, Set<String> lacked)
            throws Exception {
        Bundle candidate = candidate(intent, progress);
        try {
            start(candidate, progress, lacked::contains);
            planner.policyOf(intent.from(), intent.plugin())
                    .ifPresent(policy -> progress.check(
                            new Check("policy", true, policy + " names " + intent.from() + ": it goes on serving")));
            if (traffic != null) {
                traffic.cut();
            }
            progress.step(
                    "noted that " + intent.to() + " serves in place of " + intent.from(),
                    () -> store.commit(after.of(intent, List.of())));
        } catch (Exception e) {
            discard(candidate);
            throw e;
        }
        progress.step("set " + intent.to() + " to start with the platform", candidate::start);
    }

    /** Returns to the version on standby. It already runs, so only the other version is uninstalled. */
    private List<Long> takeBack(Intent intent, Progress progress, @Nullable TrafficAround traffic) throws Exception {
        if (traffic != null) {
            traffic.cut();
        }
        progress.step(
                "noted that " + intent.to() + " serves again in place of " + intent.from(),
                () -> store.commit(after.of(intent, List.of())));
        long start = System.nanoTime();
        List<Long> retired = retire(intent.plugin(), progress, traffic);
        if (traffic != null) {
            traffic.drained(Duration.ofNanos(System.nanoTime() - start));
        }
        return retired;
    }

    private List<Long> inPlace(Intent intent, Progress progress, @Nullable TrafficAround traffic) throws Exception {
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
            // a transient stop keeps the autostart setting, which tells the gate and the broker that the bundle will be
            // back
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
            progress.step(
                    "noted that " + intent.to() + " serves in place of " + intent.from(),
                    () -> store.commit(after.of(intent, List.of())));
        } catch (Exception e) {
            putBack(intent, bundle, ran, updated.get(), progress, e);
            throw e;
        }
        if (ran) {
            progress.step("set to start with the platform", bundle::start);
        }
        return List.of(bundle.getBundleId());
    }

    private void refresh(Bundle bundle, List<Bundle> dependants) throws ChangeFailedException, InterruptedException {
        List<Bundle> all = new ArrayList<>(dependants);
        all.add(bundle);
        bundles.refresh(all);
    }

    private void putBack(Intent intent, Bundle bundle, boolean ran, boolean updated, Progress progress, Exception why) {
        if (why instanceof InterruptedException) {
            return; // the next start undoes the change
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
                    bundles.start(bundle, 0);
                    liveness.await(() -> List.of(bundle), lack -> true);
                }
            });
        } catch (Exception e) {
            why.addSuppressed(e);
            LOG.error("{} {} could not be put back", intent.plugin(), intent.from(), e);
        }
    }

    private List<Long> remove(Intent intent, Progress progress, @Nullable TrafficAround traffic) throws Exception {
        if (traffic != null) {
            traffic.cut();
        }
        progress.step("noted that " + intent.plugin() + " is not installed", () -> store.forget(intent.plugin()));
        long start = System.nanoTime();
        List<Long> retired = retire(intent.plugin(), progress, traffic);
        if (traffic != null) {
            traffic.drained(Duration.ofNanos(System.nanoTime() - start));
        }
        return retired;
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

    /** Starts a bundle transiently: if the platform stops before the commit, the next start does not start it again. */
    private void start(Bundle bundle, Progress progress, Predicate<String> mayLack) throws Exception {
        progress.step("started " + bundle.getVersion(), () -> {
            try {
                bundles.start(bundle, Bundle.START_TRANSIENT);
            } catch (BundleException e) {
                throw new ChangeFailedException(
                        StartFailures.of(e, bundle, bundles).stream()
                                .map(one -> one.after(
                                        bundle.getSymbolicName() + " " + bundle.getVersion() + " does not start: "))
                                .toList(),
                        e);
            }
        });
        progress.step("waited until all of " + bundle.getVersion() + " works", () -> {
            liveness.await(() -> List.of(bundle), mayLack).note(progress);
        });
    }

    private void discard(Bundle candidate) {
        try {
            candidate.uninstall();
        } catch (BundleException | IllegalStateException e) {
            LOG.warn("{} {} could not be uninstalled; the next start does it", candidate, candidate.getVersion(), e);
        }
    }

    /** Waits until the old version has no requests left, up to the time limit. */
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
            never.await(POLL_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    /** Stops and uninstalls the bundles of a plugin that are neither current nor on standby. Returns their ids. */
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

    void uninstall(Bundle bundle) throws BundleException, ChangeFailedException, InterruptedException {
        List<Bundle> dependants = bundles.dependants(bundle);
        Bundles.stop(bundle, 0);
        bundle.uninstall();
        refresh(bundle, dependants);
    }

    /**
     * Uninstalls the version on standby, unless a policy names it.
     *
     * @return ids of the uninstalled bundles; empty if the version stays
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

    /** Returns the bundles of JAR plugins that belong to no version in the store. */
    List<Bundle> unfinished() {
        return bundles.plugins().stream()
                .map(Bundle::getSymbolicName)
                .distinct()
                .flatMap(name -> unwanted(name).stream())
                .toList();
    }

    @Override
    public void restore(Store.Installed plugin, Optional<Store.Pending> pending) throws Exception {
        restore(plugin, plugin.build(), pending);
        if (plugin.standby().isPresent()) {
            restore(plugin, plugin.standby().get(), pending);
        }
    }

    /** Does nothing: {@link #unfinished} returns the bundles of such a change. */
    @Override
    public void undo(Store.Pending pending) {
        // they are uninstalled after the plugins are restored
    }

    private void restore(Store.Installed plugin, Store.Build build, Optional<Store.Pending> pending) throws Exception {
        String version = build.version();
        Optional<Bundle> there = bundles.find(plugin.name(), version);
        Path archive = store.file(plugin.name(), build, Format.JAR);
        if (there.isPresent()
                && pending.filter(one -> one.from().equals(one.to())).isPresent()) {
            // the bundle may be of either build
            Bundles.stop(there.get(), Bundle.STOP_TRANSIENT);
            List<Bundle> dependants = bundles.dependants(there.get());
            bundles.update(there.get(), archive);
            refresh(there.get(), dependants);
        }
        if (there.isPresent()) {
            // a bundle that was stopped on purpose stays stopped
            if (pending.isPresent() || there.get().adapt(BundleStartLevel.class).isPersistentlyStarted()) {
                bundles.start(there.get(), 0);
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
        bundles.start(restored, 0);
    }
}

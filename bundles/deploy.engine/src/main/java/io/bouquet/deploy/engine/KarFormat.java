package io.bouquet.deploy.engine;

import io.bouquet.deploy.Finding;
import io.bouquet.deploy.Plugin.Format;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Plugins that are features with their bundles and settings, installed by Karaf. */
final class KarFormat implements PluginFormat {
    private static final Logger LOG = LoggerFactory.getLogger(KarFormat.class);

    private final Store store;
    private final Bundles bundles;
    private final Kars kars;
    private final KarSettings settings;
    private final Liveness liveness;
    private final InstalledAfter after;

    KarFormat(Store store, Bundles bundles, Kars kars, KarSettings settings, Liveness liveness, InstalledAfter after) {
        this.store = store;
        this.bundles = bundles;
        this.kars = kars;
        this.settings = settings;
        this.liveness = liveness;
        this.after = after;
    }

    @Override
    public List<Finding> trial(String receipt, Archive archive) throws Exception {
        return kars.trial(receipt, archive);
    }

    @Override
    public void clearTrials() throws Exception {
        kars.clearTrials();
    }

    @Override
    public List<String> settingsOf(Intent intent) {
        try {
            return intent.current().isPresent()
                    ? intent.current().get().settings()
                    : settings.missing(intent.archive().orElseThrow());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public List<Long> carryOut(Intent intent, Progress progress, @Nullable TrafficAround traffic) throws Exception {
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
            return List.of();
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
                    // Karaf does not reinstall a feature of the same version
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
                    () -> store.commit(after.of(intent, its)));
        } catch (Exception e) {
            putBack(old, next.get(), added, progress, e);
            throw e;
        }
        if (!left.isEmpty()) {
            progress.step(
                    "took settings away that " + intent.to() + " does not have: " + left, () -> settings.delete(left));
        }
        return List.of();
    }

    private void putBack(Optional<Archive> old, Archive next, Set<String> added, Progress progress, Exception why) {
        if (why instanceof InterruptedException) {
            return; // the next start undoes the change
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

    @Override
    public void restore(Store.Installed plugin, Optional<Store.Pending> pending) throws Exception {
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

    @Override
    public void undo(Store.Pending pending) throws Exception {
        Store.Build build = pending.after().or(pending::before).orElseThrow();
        if (store.has(pending.plugin(), build, Format.KAR)) {
            kars.remove(store.archive(pending.plugin(), build, Format.KAR));
        }
        settings.delete(pending.settings());
    }
}

package io.bouquet.deploy.engine;

import io.bouquet.deploy.Change;
import io.bouquet.deploy.PlatformBundles;
import io.bouquet.deploy.Plugin.Format;
import io.bouquet.deploy.RefusedException;
import io.bouquet.deploy.RefusedException.Reason;
import io.bouquet.deploy.spi.PluginData;
import java.util.ArrayList;
import java.util.List;
import org.osgi.framework.Bundle;

/** Drops the data of a removed plugin. */
final class Purge {
    private final Surroundings surroundings;
    private final List<String> bundles;

    private Purge(Surroundings surroundings, List<String> bundles) {
        this.surroundings = surroundings;
        this.bundles = bundles;
    }

    /**
     * Prepares to drop the data of a plugin's current bundles, if the change asks for that.
     *
     * @throws RefusedException if the change asks for that and no service can drop data
     */
    static Purge of(Change change, Intent intent, Store store, Bundles all, Surroundings surroundings) {
        if (!change.purge()) {
            return new Purge(surroundings, List.of());
        }
        if (surroundings.data.isEmpty()) {
            throw new RefusedException(
                    Reason.UNAVAILABLE,
                    "nothing here can drop the data of plugins now (is the database there? GET /api/health/ready tells);"
                            + " without purge the plugin can be removed");
        }
        if (intent.format() == Format.JAR) {
            return new Purge(surroundings, List.of(intent.plugin()));
        }
        List<String> names = new ArrayList<>();
        intent.current().ifPresent(kar -> all.at(Kars.locations(store.archive(kar))).stream()
                .filter(bundle -> !PlatformBundles.contains(bundle))
                .map(Bundle::getSymbolicName)
                .forEach(names::add));
        return new Purge(surroundings, names);
    }

    /** Returns the purge that a crash has interrupted. The bundles are already uninstalled. */
    static Purge rest(List<String> bundles, Surroundings surroundings) {
        return new Purge(surroundings, bundles);
    }

    /** Returns the symbolic names of the bundles whose data will be dropped. */
    List<String> bundles() {
        return bundles;
    }

    /** Describes the data that would be dropped, for a plan. */
    List<String> notes() {
        if (bundles.isEmpty()) {
            return List.of();
        }
        List<String> kept = kept();
        return List.of(
                kept.isEmpty()
                        ? "no data is kept for it, so none is dropped"
                        : "its data is dropped for good: " + String.join("; ", kept));
    }

    private List<String> kept() {
        List<String> kept = new ArrayList<>();
        for (PluginData data : surroundings.data) {
            bundles.forEach(bundle -> kept.addAll(data.of(bundle)));
        }
        return kept;
    }

    /** Drops the data, with one step in the receipt for each data set. */
    void carryOut(Progress progress) throws Exception {
        for (String bundle : bundles) {
            for (PluginData data : surroundings.data) {
                List<String> kept = data.of(bundle);
                if (!kept.isEmpty()) {
                    progress.step("dropped " + String.join("; ", kept), () -> drop(data, bundle));
                }
            }
        }
    }

    private static void drop(PluginData data, String bundle) throws ChangeFailedException {
        try {
            data.drop(bundle);
        } catch (RuntimeException e) {
            throw new ChangeFailedException(
                    "the plugin is removed, and the data of " + bundle + " could not be dropped: " + Words.of(e), e);
        }
    }
}

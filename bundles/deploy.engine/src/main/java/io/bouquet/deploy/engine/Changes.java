package io.bouquet.deploy.engine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Carries changes out, each by the format of its plugin, and restores plugins. For one thread. */
final class Changes {
    private static final Logger LOG = LoggerFactory.getLogger(Changes.class);

    private final Store store;
    private final PluginFormat.All formats;

    Changes(Store store, PluginFormat.All formats) {
        this.store = store;
        this.formats = formats;
    }

    /** See {@link PluginFormat#carryOut}. */
    List<Long> carryOut(Intent intent, Progress progress, @Nullable TrafficAround traffic) throws Exception {
        return formats.of(intent.format()).carryOut(intent, progress, traffic);
    }

    /** See {@link PluginFormat#settingsOf}. */
    List<String> settingsOf(Intent intent) {
        try {
            return formats.of(intent.format()).settingsOf(intent);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
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
            formats.jar().clearTrials();
            formats.kar().clearTrials();
        });
        for (Store.Installed plugin : store.installed().values()) {
            Optional<Store.Pending> pending = Optional.ofNullable(changing.get(plugin.name()));
            isolated(plugin.name(), failed, () -> formats.of(plugin.format()).restore(plugin, pending));
        }
        for (Store.Pending pending : changing.values()) {
            if (store.installed(pending.plugin()).isEmpty()) {
                isolated(pending.plugin(), failed, () -> formats.of(pending.format())
                        .undo(pending));
            }
        }
        for (Bundle bundle : formats.jar().unfinished()) {
            String name = bundle.getSymbolicName();
            LOG.info("Uninstalling {} {}, which no change was finished with", name, bundle.getVersion());
            isolated(name, failed, () -> formats.jar().uninstall(bundle));
        }
    }

    /** Runs the work for one plugin. If it throws, the other plugins are restored all the same. */
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
}

package io.bouquet.deploy.engine;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Uninstalls the old versions that stay on standby after side-by-side upgrades, when their time is over. Thread-safe.
 */
final class Standby {
    private static final Logger LOG = LoggerFactory.getLogger(Standby.class);
    private static final long RETRY_SECONDS = 1;
    /** The shortest time between two checks of a version that a policy names. */
    private static final long NAMED_SECONDS = 10;

    /** Receives the bundles that were uninstalled. */
    @FunctionalInterface
    interface Uninstalled {
        /**
         * @param bundles bundle ids
         * @param receipt receipt id of the change that put them on standby
         * @param bytes   size of their archive
         */
        void accept(List<Long> bundles, String receipt, long bytes);
    }

    private final Store store;
    private final JarFormat jars;
    private final Work work;
    private final long seconds;
    private final Predicate<String> isChanging;
    private final Uninstalled uninstalled;
    /** Receipt ids of the changes that put a version on standby, by plugin and version. */
    private final Map<String, String> receipts = new ConcurrentHashMap<>();

    private final Map<String, Future<?>> ends = new ConcurrentHashMap<>();

    Standby(
            Store store,
            JarFormat jars,
            Work work,
            Duration standby,
            Predicate<String> isChanging,
            Uninstalled uninstalled) {
        this.store = store;
        this.jars = jars;
        this.work = work;
        this.seconds = Math.max(1, standby.toSeconds());
        this.isChanging = isChanging;
        this.uninstalled = uninstalled;
    }

    /** Starts the standby time of all plugins that have a version on standby. */
    void begin() {
        store.installed().values().stream()
                .filter(plugin -> plugin.standby().isPresent())
                .forEach(plugin -> endIn(plugin.name(), seconds));
    }

    /** Starts the standby time of a plugin that was just upgraded. */
    void begin(String plugin, Store.Build build, String receipt) {
        receipts.put(plugin + "/" + build, receipt);
        endIn(plugin, seconds);
    }

    /** Sets the timer of a plugin. A new timer replaces the previous one. */
    private void endIn(String plugin, long wait) {
        Future<?> end = work.executeUnlessCancelled(wait, () -> end(plugin));
        Future<?> before = end == null ? null : ends.put(plugin, end);
        if (before != null) {
            before.cancel(false);
        }
    }

    private void end(String name) {
        Store.Installed plugin = store.installed(name).orElse(null);
        if (plugin == null || plugin.standby().isEmpty()) {
            ends.remove(name);
            return;
        }
        if (isChanging.test(name)) {
            // the running change may need this version, as a rollback does
            endIn(name, RETRY_SECONDS);
            return;
        }
        Store.Build build = plugin.standby().get();
        long bytes = store.bytes(name, build, plugin.format());
        try {
            Optional<List<Long>> retired = jars.endStandby(plugin);
            if (retired.isEmpty()) {
                LOG.debug("{} {} stays on standby, since a policy names it", name, build);
                endIn(name, Math.max(NAMED_SECONDS, seconds));
                return;
            }
            String receipt = receipts.remove(name + "/" + build);
            if (receipt != null) {
                uninstalled.accept(retired.get(), receipt, bytes);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Exception | Error e) {
            LOG.warn("{} {} could not be uninstalled: {}", name, build, Words.of(e));
        }
    }
}

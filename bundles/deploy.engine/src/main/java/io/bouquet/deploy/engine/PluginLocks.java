package io.bouquet.deploy.engine;

import io.bouquet.deploy.Receipt.Outcome;
import io.bouquet.deploy.RefusedException;
import io.bouquet.deploy.RefusedException.Reason;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Allows one change of a plugin at a time. Thread-safe. */
final class PluginLocks {
    private static final Duration RELEASE_TIMEOUT = Duration.ofSeconds(5);
    private static final long RELEASE_LOOK_MILLIS = 5;

    private final ReceiptBook receipts;
    /** Receipt ids by plugin. */
    private final Map<String, String> changing = new ConcurrentHashMap<>();

    PluginLocks(ReceiptBook receipts) {
        this.receipts = receipts;
    }

    boolean isLocked(String plugin) {
        return changing.containsKey(plugin);
    }

    /** Locks the plugin of a change that the end of the last run has interrupted. */
    void restore(Store.Pending pending) {
        changing.put(pending.plugin(), pending.id());
    }

    void unlock(String plugin, String id) {
        changing.remove(plugin, id);
    }

    /**
     * Locks a plugin for the change with a receipt.
     *
     * @throws RefusedException if another change of the plugin has not ended
     */
    void lock(String plugin, String id) {
        String other = changing.putIfAbsent(plugin, id);
        // a receipt shows the end of its change a moment before the plugin is unlocked
        long until = System.nanoTime() + RELEASE_TIMEOUT.toNanos();
        while (other != null && hasEnded(other) && System.nanoTime() < until) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(RELEASE_LOOK_MILLIS));
            other = changing.putIfAbsent(plugin, id);
        }
        if (other != null) {
            throw new RefusedException(
                    Reason.CONFLICT,
                    plugin + " is being changed"
                            + receipts.find(other)
                                    .map(receipt -> " since " + receipt.began())
                                    .orElse("")
                            + " (receipt " + other + "); try again when that is done");
        }
    }

    private boolean hasEnded(String id) {
        return receipts.find(id)
                .filter(receipt -> receipt.outcome() != Outcome.RUNNING)
                .isPresent();
    }
}

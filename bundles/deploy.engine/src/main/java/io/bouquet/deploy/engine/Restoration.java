package io.bouquet.deploy.engine;

import io.bouquet.deploy.Receipt;
import io.bouquet.deploy.Receipt.Outcome;
import io.bouquet.deploy.RefusedException;
import io.bouquet.deploy.RefusedException.Reason;
import io.bouquet.deploy.spi.ReceiptStore;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Restores the plugins at the start, and finishes or undoes the changes that the end of the last run has interrupted.
 * Thread-safe.
 */
final class Restoration {
    private static final Logger LOG = LoggerFactory.getLogger(Restoration.class);
    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final long RETRY_SECONDS = 1;

    private final Surroundings surroundings;
    private final Consumer<String> atStep;
    private final Store store;
    private final PluginFormat.All formats;
    private final PluginLocks locks;
    private final Work work;
    private final CompletableFuture<Void> restored = new CompletableFuture<>();
    /** The reasons why plugins could not be restored, by name. */
    private final Map<String, String> unrestored = new ConcurrentHashMap<>();

    /** @param atStep called before each step with its description */
    Restoration(
            Surroundings surroundings,
            Consumer<String> atStep,
            Store store,
            PluginFormat.All formats,
            PluginLocks locks,
            Work work) {
        this.surroundings = surroundings;
        this.atStep = atStep;
        this.store = store;
        this.formats = formats;
        this.locks = locks;
        this.work = work;
        unrestored.putAll(store.unreadable());
    }

    /**
     * Restores all plugins. Runs once, on the thread of changes.
     *
     * @param before runs first, and {@code after} last; if either fails, the restoration fails
     */
    void restore(Runnable before, Runnable after) {
        Map<String, Store.Pending> pending = new HashMap<>();
        try {
            before.run();
            store.pending().forEach(one -> pending.put(one.plugin(), one));
            pending.forEach((plugin, one) -> locks.restore(one));
            reconcile(pending, (plugin, why) -> {
                unrestored.put(plugin, why);
                LOG.error("The plugin {} could not be restored: {}", plugin, why);
            });
            pending.values().forEach(this::conclude);
            after.run();
            restored.complete(null);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            restored.completeExceptionally(new RefusedException(Reason.UNAVAILABLE, Work.STOPPED));
        } catch (Exception | Error e) {
            LOG.error("The plugins could not be restored", e);
            restored.completeExceptionally(new RefusedException(
                    Reason.UNAVAILABLE,
                    "the plugins could not be restored at the start: " + Words.of(e) + " (the log has the cause)"));
        }
    }

    /**
     * Brings the framework's bundles to the state in the store, after a crash or if the framework's cache was deleted.
     *
     * @param changing interrupted changes, by plugin
     * @param failed   called with each plugin that could not be restored, and the reason
     * @throws InterruptedException if the platform stops
     */
    private void reconcile(Map<String, Store.Pending> changing, BiConsumer<String, String> failed)
            throws InterruptedException {
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
            LOG.info("Uninstalling {} {}, which an interrupted change left", name, bundle.getVersion());
            isolated(name, failed, () -> formats.jar().uninstall(bundle));
        }
    }

    /** Runs the work for one plugin. A failure does not affect the other plugins. */
    private static void isolated(String plugin, BiConsumer<String, String> failed, Progress.Work work)
            throws InterruptedException {
        try {
            work.run();
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception | Error e) {
            LOG.debug("{} could not be restored", plugin, e);
            failed.accept(plugin, ChangeFailedException.wordsOf(e));
        }
    }

    /** Returns why no change is possible; empty if changes are possible. */
    Optional<String> trouble() {
        if (!restored.isDone()) {
            return Optional.of("the plugins are being restored after the start");
        }
        try {
            restored.getNow(null);
            return Optional.empty();
        } catch (CompletionException e) {
            return Optional.of(Words.of(e));
        }
    }

    boolean isDone() {
        return restored.isDone();
    }

    /** Returns why plugins could not be restored, by name. */
    Map<String, String> failures() {
        return Map.copyOf(unrestored);
    }

    boolean hasFailed(String plugin) {
        return unrestored.containsKey(plugin);
    }

    /** Forgets that a plugin could not be restored, because a change has repaired it. */
    void mended(String plugin) {
        unrestored.remove(plugin);
    }

    /**
     * Waits for the end of the restoration.
     *
     * @throws RefusedException if it takes too long, or has failed
     */
    void await() {
        try {
            restored.get(TIMEOUT.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RefusedException(Reason.UNAVAILABLE, Work.STOPPED);
        } catch (ExecutionException e) {
            throw new RefusedException(Reason.UNAVAILABLE, Words.of(e));
        } catch (TimeoutException e) {
            throw new RefusedException(
                    Reason.UNAVAILABLE, "the plugins are being restored after the start; try again in a moment");
        }
    }

    /** Writes the final receipt of an interrupted change. Retries until the database accepts it. */
    private void conclude(Store.Pending pending) {
        try {
            if (!conclude(pending, surroundings.receipts)) {
                work.executeIn(RETRY_SECONDS, () -> conclude(pending));
                return;
            }
            store.end(pending.plugin());
            locks.unlock(pending.plugin(), pending.id());
        } catch (IOException | RuntimeException e) {
            LOG.debug("The receipt {} cannot be written yet", pending.id(), e);
            work.executeIn(RETRY_SECONDS, () -> conclude(pending));
        }
    }

    private boolean conclude(Store.Pending pending, @Nullable ReceiptStore written) {
        if (written == null) {
            return false;
        }
        String serves = store.serves(pending.plugin());
        Receipt known = written.receipt(pending.id())
                .orElseGet(() -> Receipt.begun(
                        pending.id(),
                        pending.kind(),
                        pending.plugin(),
                        pending.account(),
                        pending.origin(),
                        pending.from(),
                        pending.to(),
                        pending.sideBySide(),
                        pending.began()));
        if (known.outcome() != Outcome.RUNNING) {
            return true;
        }
        boolean done =
                store.installed(pending.plugin()).map(Store.Installed::build).equals(pending.after());
        Progress progress = new Progress(known, atStep, receipt -> {});
        String kept = "";
        if (done && !pending.purge().isEmpty()) {
            if (surroundings.data.isEmpty()) {
                return false;
            }
            kept = purge(pending, progress);
        }
        String reason = "the platform went down before it was done; "
                + (serves.isEmpty() ? "nothing of it is installed" : serves + " serves as before");
        written.save(
                progress.end(serves, done ? Outcome.DONE : Outcome.UNDONE, done ? kept : reason, Optional.empty()));
        LOG.info(
                "{}: {} of {} was interrupted when the platform stopped, and is {}",
                known.id(),
                known.kind(),
                known.plugin(),
                done ? "finished" : "undone");
        return true;
    }

    /** Drops the data that the interrupted change should drop. Returns why that failed, or the empty string. */
    private String purge(Store.Pending pending, Progress progress) {
        try {
            Purge.rest(pending.purge(), surroundings).carryOut(progress);
            return "";
        } catch (Exception e) {
            LOG.debug("{}: the data of {} could not be dropped", pending.id(), pending.plugin(), e);
            return ChangeFailedException.wordsOf(e);
        }
    }
}

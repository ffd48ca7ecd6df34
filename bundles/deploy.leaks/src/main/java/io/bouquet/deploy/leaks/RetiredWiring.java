package io.bouquet.deploy.leaks;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A wiring whose bundle was updated or uninstalled. Only the thread of {@link LeakWatch} writes the plain fields. */
final class RetiredWiring {
    final long id;
    final long bundleId;
    final WatchedWiring wiring;
    final Instant since = Instant.now();
    final long sinceNanos;
    final CompletableFuture<Boolean> collected = new CompletableFuture<>();
    /** The threads that were logged. */
    final Set<Thread> loggedThreads = Collections.newSetFromMap(new WeakHashMap<>());

    volatile List<String> holders = List.of();
    volatile boolean leaked;
    /** Created after all traces; null until the first check. */
    @Nullable
    GcProbe probe;

    int collections;
    long nextLook;

    RetiredWiring(long id, long bundleId, WatchedWiring wiring, long now, Duration firstLook) {
        this.id = id;
        this.bundleId = bundleId;
        this.wiring = wiring;
        this.sinceNanos = now;
        this.nextLook = now + firstLook.toNanos();
    }

    /** Whether the collector has run and something still holds the wiring. */
    boolean isHeld() {
        return probe != null && probe.isCollected();
    }

    @Override
    public String toString() {
        return wiring.name() + " " + wiring.version();
    }
}

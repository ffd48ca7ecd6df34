package io.bouquet.deploy.spi;

import io.bouquet.deploy.Leak;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.osgi.annotation.versioning.ProviderType;

/** Tells which removed bundles are not garbage collected, and what keeps them in memory. Thread-safe. */
@ProviderType
public interface LeakDetector {
    /**
     * Returns the leaks, the oldest first: class loaders that were not collected in time, removed bundles whose threads
     * still run, and stopped bundles that still answer requests.
     */
    List<Leak> leaks();

    /**
     * Searches a heap dump for what holds a leak. This takes seconds and pauses the platform.
     *
     * @return the path from a garbage collection root to the class loader, one element per step; one sentence if there
     *     is no path
     * @throws IllegalArgumentException if there is no leak with this id
     */
    List<String> findHolder(long leak);

    /**
     * Reports when the former wirings of a bundle are collected. Call this after the bundle was uninstalled, or updated
     * and refreshed.
     *
     * @return completes with true as soon as they are collected, and with false once one of them counts as a leak
     */
    CompletionStage<Boolean> collected(long bundleId);
}

package io.bouquet.deploy;

import java.time.Instant;
import java.util.List;

/**
 * A removed or stopped bundle that is still in memory or still running.
 *
 * @param id      for {@link Deployments#findHolder}
 * @param bundle  symbolic name of the bundle
 * @param since   when the bundle was removed, updated or stopped
 * @param holders descriptions of what keeps the bundle in memory or still runs: a thread, a thread-local, a static
 *                field, an MBean, a shutdown hook; empty if only a heap dump can tell
 */
public record Leak(long id, String bundle, String version, Instant since, List<String> holders) {
    public Leak {
        holders = List.copyOf(holders);
    }
}

package io.bouquet.deploy;

import java.time.Instant;
import java.util.List;

/**
 * What a bundle that is gone has left behind.
 *
 * @param id      for asking what holds it
 * @param bundle  symbolic name
 * @param since   when the bundle's classes should have gone
 * @param holders what was found to hold its class loader, or to be left of it, in words: a thread, a thread-local, a
 *                static field, an MBean, a shutdown hook; empty where only a dump of the heap can tell
 */
public record Leak(long id, String bundle, String version, Instant since, List<String> holders) {
    public Leak {
        holders = List.copyOf(holders);
    }
}

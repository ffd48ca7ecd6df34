package io.bouquet.web.bulkhead;

import java.util.Map;

/**
 * The number of threads and waiting requests that plugins may have.
 *
 * @param each   threads for one plugin
 * @param all    threads for all plugins together
 * @param own    threads for plugins with a configured share, by symbolic name
 * @param queue  requests to one plugin that may wait
 */
record Limits(int each, int all, Map<String, Integer> own, int queue) {
    private static final int MINIMUM = 8;

    Limits {
        own = Map.copyOf(own);
    }

    /** @param threads number of the server's threads that answer requests */
    static Limits of(WebBulkhead.Config config, int threads) {
        int each = Math.max(MINIMUM, threads * config.threadsPercent() / 100);
        int all = Math.max(MINIMUM, threads * config.allThreadsPercent() / 100);
        return new Limits(each, all, WebBulkhead.shares(config.plugins()), config.queue());
    }

    int of(String plugin) {
        return own.getOrDefault(plugin, each);
    }
}

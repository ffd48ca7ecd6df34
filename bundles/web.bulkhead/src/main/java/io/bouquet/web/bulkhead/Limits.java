package io.bouquet.web.bulkhead;

import java.util.Map;

/**
 * How much plugins may take.
 *
 * @param each   threads for one plugin
 * @param all    threads for all plugins together
 * @param own    threads for plugins that have a share of their own, by symbolic name
 * @param queue  requests to one plugin that may wait
 */
record Limits(int each, int all, Map<String, Integer> own, int queue) {
    private static final int LEAST = 8;

    Limits {
        own = Map.copyOf(own);
    }

    /** @param threads of the server that answer requests */
    static Limits of(WebBulkhead.Config config, int threads) {
        int each = Math.max(LEAST, threads * config.threadsPercent() / 100);
        int all = Math.max(LEAST, threads * config.allThreadsPercent() / 100);
        return new Limits(each, all, WebBulkhead.shares(config.plugins()), config.queue());
    }

    int of(String plugin) {
        return own.getOrDefault(plugin, each);
    }
}

package io.bouquet.web;

/**
 * The share of the HTTP server's threads that a plugin has, and what it does with it.
 *
 * @param plugin   symbolic name of the bundle that answers
 * @param bundleId of that bundle
 * @param limit    threads that its requests may take
 * @param running  threads that they take now
 * @param waiting  requests that wait for one, without a thread
 * @param refused  requests that were refused with 503 since the bundle was started
 */
public record Bulkhead(String plugin, long bundleId, int limit, int running, int waiting, long refused) {
    /** Whether the next request has to wait, or is refused. */
    public boolean isFull() {
        return running >= limit;
    }
}

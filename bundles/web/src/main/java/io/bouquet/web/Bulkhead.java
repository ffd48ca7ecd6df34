package io.bouquet.web;

/**
 * A plugin's share of the HTTP server's threads, and its use.
 *
 * @param plugin   symbolic name of the bundle that answers
 * @param bundleId id of that bundle
 * @param limit    number of threads that requests to it may use
 * @param running  number of threads in use
 * @param waiting  number of requests that wait for a thread
 * @param refused  number of requests refused with 503 since the bundle was started
 */
public record Bulkhead(String plugin, long bundleId, int limit, int running, int waiting, long refused) {
    /** Whether the next request must wait or is refused. */
    public boolean isFull() {
        return running >= limit;
    }
}

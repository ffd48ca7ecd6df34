package io.bouquet.web.jetty;

/** Measures whether a transfer reaches the minimum rate. Only the connector's check calls it, once a second. */
final class TransferMonitor {
    private boolean waiting;
    private long since;
    private long bytes;

    /**
     * Whether the client transferred too few bytes in the last window.
     *
     * @param waits whether the server is waiting for the client
     * @param moved bytes transferred so far
     */
    boolean isTooSlow(long now, boolean waits, long moved, MinimumRate minimum) {
        if (!waits || !waiting) {
            waiting = waits;
            since = now;
            bytes = moved;
            return false;
        }
        if (now - since < minimum.windowNanos()) {
            return false;
        }
        boolean slow = moved - bytes < minimum.bytesInWindow();
        since = now;
        bytes = moved;
        return slow;
    }
}

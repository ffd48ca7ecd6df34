package io.bouquet.web.jetty;

/** Tells whether a transfer that somebody waits for keeps pace. Only the watch calls it. */
final class Progress {
    private boolean waiting;
    private long since;
    private long bytes;

    /**
     * Whether the other side moved too few bytes in the last window.
     *
     * @param waits whether the other side is waited for at all
     * @param moved bytes that it has moved so far
     */
    boolean isTooSlow(long now, boolean waits, long moved, Pace pace) {
        if (!waits || !waiting) {
            waiting = waits;
            since = now;
            bytes = moved;
            return false;
        }
        if (now - since < pace.windowNanos()) {
            return false;
        }
        boolean slow = moved - bytes < pace.bytesInWindow();
        since = now;
        bytes = moved;
        return slow;
    }
}

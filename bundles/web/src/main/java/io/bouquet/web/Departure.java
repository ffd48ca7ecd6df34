package io.bouquet.web;

/**
 * Figures of the requests that a bundle was answering when it last stopped.
 *
 * @param drained      requests that finished normally
 * @param interrupted  requests that took too long and were interrupted, whether they have ended since or not
 * @param stillRunning requests that have not ended yet, although they were interrupted
 */
public record Departure(long drained, long interrupted, long stillRunning) {
    /** The figures of a bundle that was answering no request. */
    public static final Departure NONE = new Departure(0, 0, 0);

    /** Returns the sum of both. */
    public Departure plus(Departure other) {
        return new Departure(
                drained + other.drained, interrupted + other.interrupted, stillRunning + other.stillRunning);
    }
}

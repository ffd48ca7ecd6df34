package io.bouquet.web;

/**
 * The requests that a bundle was answering when it stopped last.
 *
 * @param drained      requests that ended by themselves
 * @param interrupted  requests that took too long and were interrupted, whether they have ended since or not
 * @param stillRunning requests that have not ended yet, although they were interrupted
 */
public record Departure(long drained, long interrupted, long stillRunning) {
    /** Of a bundle that was answering no request. */
    public static final Departure NONE = new Departure(0, 0, 0);

    /** The sum of both. */
    public Departure plus(Departure other) {
        return new Departure(
                drained + other.drained, interrupted + other.interrupted, stillRunning + other.stillRunning);
    }
}

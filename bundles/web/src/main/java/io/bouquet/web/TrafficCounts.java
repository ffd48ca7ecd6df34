package io.bouquet.web;

import java.util.Arrays;

/**
 * Counts of requests until one time, or between two times.
 *
 * @param requests answered requests
 * @param failed   answered requests with status 500 or above, or without an answer
 * @param waited   answered requests that the gate held
 * @param rewires  number of rewirings of the JAX-RS whiteboard
 * @param closedMicros time that the gate was closed for rewirings, in microseconds
 * @param durations number of requests by duration: element {@code i} counts those of {@link #bucket} {@code i}
 */
public record TrafficCounts(
        long requests, long failed, long waited, long rewires, long closedMicros, long[] durations) {
    /** Buckets for each doubling from 1 µs: the bound of a bucket is 9 % above that of the one before. */
    private static final int PER_OCTAVE = 8;

    /** Number of buckets; the last reaches beyond an hour. */
    public static final int BUCKETS = 32 * PER_OCTAVE;

    public TrafficCounts {
        durations = Arrays.copyOf(durations, BUCKETS);
    }

    /** Returns the counts between {@code earlier} and this. */
    public TrafficCounts since(TrafficCounts earlier) {
        long[] between = new long[BUCKETS];
        Arrays.setAll(between, i -> durations[i] - earlier.durations[i]);
        return new TrafficCounts(
                requests - earlier.requests,
                failed - earlier.failed,
                waited - earlier.waited,
                rewires - earlier.rewires,
                closedMicros - earlier.closedMicros,
                between);
    }

    /** Returns the bucket of a duration. */
    public static int bucket(long nanos) {
        double micros = nanos / 1000.0;
        return micros <= 1 ? 0 : (int) Math.min(BUCKETS - 1, Math.ceil(PER_OCTAVE * Math.log(micros) / Math.log(2)));
    }

    /**
     * Returns the time within which a part of the requests was answered, in microseconds; 0 if there were none.
     *
     * @param part the part, 0..1, such as 0.99
     */
    public long quantileMicros(double part) {
        long all = Arrays.stream(durations).sum();
        long wanted = (long) Math.ceil(all * part);
        long seen = 0;
        for (int i = 0; i < BUCKETS && all > 0; i++) {
            seen += durations[i];
            if (seen >= wanted) {
                return Math.round(Math.pow(2, (double) i / PER_OCTAVE));
            }
        }
        return 0;
    }

    @Override
    public long[] durations() {
        return durations.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TrafficCounts that
                && requests == that.requests
                && failed == that.failed
                && waited == that.waited
                && rewires == that.rewires
                && closedMicros == that.closedMicros
                && Arrays.equals(durations, that.durations);
    }

    @Override
    public int hashCode() {
        return 31 * Long.hashCode(requests) + Arrays.hashCode(durations);
    }
}

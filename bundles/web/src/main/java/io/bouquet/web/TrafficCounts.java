package io.bouquet.web;

import java.util.Arrays;

/**
 * Counts of requests up to a moment, or between two.
 *
 * @param requests answered
 * @param failed   of these, answered with 500 or more, or not at all
 * @param waited   of these, held by the gate
 * @param rewires  times that the JAX-RS whiteboard rewired
 * @param closedMicros time that the gate was closed for it, microseconds
 * @param durations how many requests took how long: in bucket {@code i} those of {@link #bucket} {@code i}
 */
public record TrafficCounts(
        long requests, long failed, long waited, long rewires, long closedMicros, long[] durations) {
    /** Eight to an octave from 1 µs: each bucket's bound is 9 % above the last's. */
    private static final int PER_OCTAVE = 8;

    /** As many as reach over an hour. */
    public static final int BUCKETS = 32 * PER_OCTAVE;

    public TrafficCounts {
        durations = Arrays.copyOf(durations, BUCKETS);
    }

    /** What came between {@code earlier} and this. */
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

    /** The bucket of a duration. */
    public static int bucket(long nanos) {
        double micros = nanos / 1000.0;
        return micros <= 1 ? 0 : (int) Math.min(BUCKETS - 1, Math.ceil(PER_OCTAVE * Math.log(micros) / Math.log(2)));
    }

    /**
     * Time within which that part of the requests was answered, microseconds; 0 where there were none.
     *
     * @param part 0..1, such as 0.99
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

package io.bouquet.tagging.engine;

import java.time.Duration;

/**
 * The limits of the engine.
 *
 * @param sideBySideFrom text length in UTF-16 units from which independent taggers run in parallel
 * @param concurrency    number of texts that one version of a tagger may process at the same time
 * @param taggerTime     time limit for one tagger and one text
 * @param taggerBytes    bytes that one tagger may allocate for one text
 * @param drain          how long a removed tagger waits for its texts
 * @param await          how long a request waits for a tagger that is being replaced
 * @param candidateTime  time limit for each of loading, warming up and checking
 * @param candidateBytes bytes that a candidate may allocate in each of these steps
 */
record EngineLimits(
        int threads,
        int queue,
        Duration time,
        int retryAfterSeconds,
        int sideBySideFrom,
        int concurrency,
        Duration taggerTime,
        long taggerBytes,
        Duration drain,
        Duration await,
        Duration candidateTime,
        long candidateBytes) {
    private static final long MIB = 1 << 20;

    EngineLimits {
        if (threads < 1 || queue < 1 || retryAfterSeconds < 1 || concurrency < 1) {
            throw new IllegalArgumentException("threads " + threads + ", queue " + queue + ", concurrency "
                    + concurrency + " and retry after " + retryAfterSeconds + " s must be positive");
        }
        if (!isPositive(time) || !isPositive(taggerTime) || !isPositive(candidateTime)) {
            throw new IllegalArgumentException("time limits must be positive: " + time + " for a text, " + taggerTime
                    + " for a tagger, " + candidateTime + " for a candidate");
        }
        if (taggerBytes < 1 || candidateBytes < 1 || drain.isNegative() || await.isNegative()) {
            throw new IllegalArgumentException("bytes for a tagger " + taggerBytes + " and for a candidate "
                    + candidateBytes + " must be positive, draining " + drain + " and waiting " + await
                    + " not negative");
        }
    }

    /** Creates limits with default values for the rest. */
    EngineLimits(int threads, int queue, Duration time, int retryAfterSeconds, int sideBySideFrom) {
        this(
                threads,
                queue,
                time,
                retryAfterSeconds,
                sideBySideFrom,
                threads,
                time.multipliedBy(2),
                512 * MIB,
                Duration.ofSeconds(10),
                Duration.ofSeconds(10),
                Duration.ofSeconds(30),
                2048 * MIB);
    }

    static EngineLimits of(EngineConfig config) {
        int threads =
                config.threads() == 0 ? Math.max(4, 2 * Runtime.getRuntime().availableProcessors()) : config.threads();
        return new EngineLimits(
                threads,
                config.queue(),
                Duration.ofSeconds(config.timeLimitSeconds()),
                config.retryAfterSeconds(),
                config.sideBySideFrom(),
                config.taggerConcurrency() == 0 ? Math.max(1, threads - 1) : config.taggerConcurrency(),
                Duration.ofSeconds(config.taggerTimeLimitSeconds()),
                config.taggerMaxMegabytes() * MIB,
                Duration.ofSeconds(config.drainSeconds()),
                Duration.ofSeconds(config.awaitSeconds()),
                Duration.ofSeconds(config.candidateTimeLimitSeconds()),
                config.candidateMaxMegabytes() * MIB);
    }

    private static boolean isPositive(Duration time) {
        return !time.isNegative() && !time.isZero();
    }
}

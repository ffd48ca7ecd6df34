package io.bouquet.tagging.engine;

import java.time.Duration;

/**
 * How much the engine does at once, and for how long.
 *
 * @param sideBySideFrom length in UTF-16 units from which independent taggers run at once
 */
record Limits(int threads, int queue, Duration time, int retryAfterSeconds, int sideBySideFrom) {
    Limits {
        if (threads < 1 || queue < 1 || time.isNegative() || time.isZero() || retryAfterSeconds < 1) {
            throw new IllegalArgumentException("threads " + threads + ", queue " + queue + ", time limit " + time
                    + " and retry after " + retryAfterSeconds + " s must be positive");
        }
    }

    static Limits of(EngineConfig config) {
        int threads =
                config.threads() == 0 ? Math.max(4, 2 * Runtime.getRuntime().availableProcessors()) : config.threads();
        return new Limits(
                threads,
                config.queue(),
                Duration.ofSeconds(config.timeLimitSeconds()),
                config.retryAfterSeconds(),
                config.sideBySideFrom());
    }
}

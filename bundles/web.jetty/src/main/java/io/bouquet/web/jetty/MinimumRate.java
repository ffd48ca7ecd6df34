package io.bouquet.web.jetty;

import java.util.concurrent.TimeUnit;

/** The minimum speed of clients. */
record MinimumRate(long bytesPerSecond, long windowNanos, long headNanos) {
    static MinimumRate of(HttpServer.Config config) {
        return new MinimumRate(
                config.bytesPerSecond(),
                TimeUnit.SECONDS.toNanos(config.slowSeconds()),
                TimeUnit.SECONDS.toNanos(config.headSeconds()));
    }

    long bytesInWindow() {
        return bytesPerSecond * TimeUnit.NANOSECONDS.toSeconds(windowNanos);
    }
}

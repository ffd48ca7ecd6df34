package io.bouquet.web.jetty;

import java.util.concurrent.TimeUnit;

/** How fast a client must be at least. */
record Pace(long bytesPerSecond, long windowNanos, long headNanos) {
    static Pace of(HttpServer.Config config) {
        return new Pace(
                config.bytesPerSecond(),
                TimeUnit.SECONDS.toNanos(config.slowSeconds()),
                TimeUnit.SECONDS.toNanos(config.headSeconds()));
    }

    long bytesInWindow() {
        return bytesPerSecond * TimeUnit.NANOSECONDS.toSeconds(windowNanos);
    }
}

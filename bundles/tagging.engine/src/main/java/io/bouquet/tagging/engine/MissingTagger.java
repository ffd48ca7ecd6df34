package io.bouquet.tagging.engine;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A removed tagger that is expected back. Plans contain it, so that requests that need it wait.
 *
 * @param tagger   placeholder for the tagger, which must not run
 * @param deadline end of the waiting time, as {@link System#nanoTime}
 * @param waited   number of requests that have waited
 */
record MissingTagger(InstalledTagger tagger, long deadline, AtomicInteger waited) {
    static MissingTagger of(InstalledTagger removed, Duration back) {
        return new MissingTagger(removed.placeholder(), System.nanoTime() + back.toNanos(), new AtomicInteger());
    }

    String name() {
        return tagger.name();
    }

    boolean isOf(long bundleId) {
        return tagger.declaration().bundleId() == bundleId;
    }

    /** Returns the nanoseconds until the deadline; 0 or less if it has passed. */
    long left() {
        return deadline - System.nanoTime();
    }

    /** Whether {@code other} replaces this tagger. */
    boolean isReplacedBy(InstalledTagger other) {
        return other.name().equals(name()) && isOf(other.declaration().bundleId());
    }
}

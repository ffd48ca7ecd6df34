package io.bouquet.tagging.engine;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A tagger that was removed and is expected back. Plans contain it, so that requests that need it wait.
 *
 * @param tagger   in its place; it is not to be run
 * @param deadline until which requests wait, as {@link System#nanoTime}
 * @param waited   how many did
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

    /** Nanoseconds to the deadline; 0 or less once it is over. */
    long left() {
        return deadline - System.nanoTime();
    }

    /** Whether {@code other} comes in its place. */
    boolean isReplacedBy(InstalledTagger other) {
        return other.name().equals(name()) && isOf(other.declaration().bundleId());
    }
}

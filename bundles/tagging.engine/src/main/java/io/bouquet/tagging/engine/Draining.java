package io.bouquet.tagging.engine;

import io.bouquet.tagging.TaggerInfo;
import io.bouquet.tagging.TaggerInfo.State;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tracks former generations and removed taggers until their last request has finished. Thread-safe. */
final class Draining {
    private static final Logger LOG = LoggerFactory.getLogger(Draining.class);
    private static final Duration LISTED = Duration.ofMinutes(10);
    private static final int LISTED_AT_MOST = 20;
    private static final long LOOK_AGAIN = TimeUnit.MILLISECONDS.toNanos(5);

    private final List<Generation> generations = new CopyOnWriteArrayList<>();
    private final List<InstalledTagger> taggers = new CopyOnWriteArrayList<>();

    /** Descriptions of removed taggers that no request uses, the latest first. */
    private final Deque<TaggerInfo> retired = new ArrayDeque<>();

    /** Tracks a former generation until no request holds it. */
    void add(Generation old) {
        generations.add(old);
        old.retire(() -> generations.remove(old));
    }

    /** Lists removed taggers as draining. A call of {@link #await} must follow. */
    void add(List<InstalledTagger> removed) {
        taggers.addAll(removed);
    }

    /** Waits until no request uses {@code removed}, up to {@code limit}. */
    void await(List<InstalledTagger> removed, Duration limit) {
        long deadline = System.nanoTime() + limit.toNanos();
        removed.forEach(tagger -> await(tagger, deadline));
        synchronized (retired) {
            for (InstalledTagger tagger : removed) {
                taggers.remove(tagger);
                retired.addFirst(tagger.info(State.RETIRED, Instant.now(), "its bundle unregistered it", 0));
            }
            while (retired.size() > LISTED_AT_MOST) {
                retired.removeLast();
            }
        }
    }

    private void await(InstalledTagger tagger, long deadline) {
        for (Generation old : generations) {
            try {
                if (old.serves(tagger) && !old.awaitDrained(deadline)) {
                    LOG.warn(
                            "tagger {} is removed although {} requests of generation {} are not done",
                            tagger,
                            old.holders(),
                            old.id());
                }
            } catch (InterruptedException stop) {
                Thread.currentThread().interrupt();
                return;
            }
        }
        awaitThreads(tagger, deadline);
    }

    /** Waits for threads that still run in the tagger although their requests were answered without it. */
    private static void awaitThreads(InstalledTagger tagger, long deadline) {
        while (tagger.admission().inside() > 0 && !Thread.currentThread().isInterrupted()) {
            if (deadline - System.nanoTime() <= 0) {
                LOG.warn(
                        "tagger {} is removed although {} threads hang in it",
                        tagger,
                        tagger.admission().inside());
                return;
            }
            LockSupport.parkNanos(LOOK_AGAIN);
        }
    }

    /** Whether requests of former generations still use a tagger. */
    boolean holds(InstalledTagger tagger) {
        return generations.stream().anyMatch(old -> old.id() > 0 && old.holders() > 0 && old.serves(tagger));
    }

    /** Returns the removed taggers: those that requests still use, then those that were removed in the last minutes. */
    List<TaggerInfo> taggers() {
        Instant now = Instant.now();
        List<TaggerInfo> all = new ArrayList<>();
        taggers.forEach(tagger -> all.add(tagger.info(State.DRAINING, now, "requests finish with it", 0)));
        synchronized (retired) {
            retired.removeIf(gone -> gone.since().isBefore(now.minus(LISTED)));
            all.addAll(retired);
        }
        return all;
    }
}

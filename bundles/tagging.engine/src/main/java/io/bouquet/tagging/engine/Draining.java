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

/** Generations that are no longer current and taggers that were removed, until the last request has left them. Thread-safe. */
final class Draining {
    private static final Logger LOG = LoggerFactory.getLogger(Draining.class);
    private static final Duration LISTED = Duration.ofMinutes(10);
    private static final int LISTED_AT_MOST = 20;
    private static final long LOOK_AGAIN = TimeUnit.MILLISECONDS.toNanos(5);

    private final List<Generation> generations = new CopyOnWriteArrayList<>();
    private final List<InstalledTagger> taggers = new CopyOnWriteArrayList<>();

    /** Taggers that no request uses any more, newest first: nothing but text. */
    private final Deque<TaggerInfo> retired = new ArrayDeque<>();

    /** Follows a generation that is not current, until nobody holds it. */
    void add(Generation old) {
        generations.add(old);
        old.retire(() -> generations.remove(old));
    }

    /** Lists removed taggers as draining; {@link #await} is to follow. */
    void add(List<InstalledTagger> removed) {
        taggers.addAll(removed);
    }

    /** Waits until no request uses {@code removed}, at most for {@code limit}. */
    void await(List<InstalledTagger> removed, Duration limit) {
        long deadline = System.nanoTime() + limit.toNanos();
        removed.forEach(tagger -> await(tagger, deadline));
        synchronized (retired) {
            for (InstalledTagger tagger : removed) {
                taggers.remove(tagger);
                retired.addFirst(tagger.info(State.RETIRED, Instant.now(), "its bundle took it back", 0));
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
                            "tagger {} goes while {} requests of generation {} are not done",
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

    /** Those of requests that were answered without it, since it took too long. */
    private static void awaitThreads(InstalledTagger tagger, long deadline) {
        while (tagger.admission().inside() > 0 && !Thread.currentThread().isInterrupted()) {
            if (deadline - System.nanoTime() <= 0) {
                LOG.warn(
                        "tagger {} goes while {} threads hang in it",
                        tagger,
                        tagger.admission().inside());
                return;
            }
            LockSupport.parkNanos(LOOK_AGAIN);
        }
    }

    /** Whether requests are with a tagger that began when it served. */
    boolean holds(InstalledTagger tagger) {
        return generations.stream().anyMatch(old -> old.id() > 0 && old.holders() > 0 && old.serves(tagger));
    }

    /** The removed taggers: those that requests still use, then those that went in the last minutes. */
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

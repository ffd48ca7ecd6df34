package io.bouquet.tagging.engine;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Warns of one tagger's troubles, once a minute at most. */
final class TroubleLog {
    private static final Logger LOG = LoggerFactory.getLogger(TroubleLog.class);
    private static final long PAUSE = TimeUnit.MINUTES.toNanos(1);

    private final String tagger;
    private final String bundle;
    private final AtomicLong next = new AtomicLong(System.nanoTime());
    private final AtomicLong withheld = new AtomicLong();

    TroubleLog(Declaration declaration) {
        tagger = declaration.name() + " " + declaration.version();
        bundle = declaration.bundle();
    }

    void warn(String what, @Nullable Throwable cause) {
        long now = System.nanoTime();
        long from = next.get();
        if (now - from < 0 || !next.compareAndSet(from, now + PAUSE)) {
            withheld.incrementAndGet();
            return;
        }
        long more = withheld.getAndSet(0);
        String said = what + (more == 0 ? "" : " (and " + more + " troubles more since the last time)");
        try {
            LOG.warn("tagger {} of bundle {}: {}", tagger, bundle, said, cause);
        } catch (RuntimeException unprintable) {
            // the cause is a plugin's, so even printing it may fail
            LOG.warn("tagger {} of bundle {}: {}", tagger, bundle, said);
        }
    }
}

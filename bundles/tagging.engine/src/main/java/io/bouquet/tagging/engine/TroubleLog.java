package io.bouquet.tagging.engine;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs the failures of one tagger, at most once a minute. */
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
        String said = what + (more == 0 ? "" : " (and " + more + " more failures since the last message)");
        try {
            LOG.warn("tagger {} of bundle {}: {}", tagger, bundle, said, cause);
        } catch (RuntimeException unprintable) {
            // even printing the cause may fail, because it may be a plugin's
            LOG.warn("tagger {} of bundle {}: {}", tagger, bundle, said);
        }
    }
}

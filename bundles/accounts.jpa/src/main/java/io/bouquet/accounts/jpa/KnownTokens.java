package io.bouquet.accounts.jpa;

import io.bouquet.accounts.Caller;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A cache of the tokens that are in use, by the hash of their secrets. An entry is valid until something is revoked or
 * changed in this process, and at most a minute, since another process may use the same database. Thread-safe, without
 * locks.
 */
final class KnownTokens {
    static final int MAX_SIZE = 10_000;
    static final long FRESH_NANOS = 60_000_000_000L;

    private final LongSupplier nanoTime;
    private final Map<String, Entry> byHash = new ConcurrentHashMap<>();
    private final AtomicLong changes = new AtomicLong();

    private record Entry(Known token, long stamp, long since) {}

    KnownTokens(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** Returns the token, or null if it must be read from the database. */
    @Nullable
    Known fresh(String hash) {
        Entry entry = byHash.get(hash);
        return entry != null && entry.stamp == changes.get() && nanoTime.getAsLong() - entry.since < FRESH_NANOS
                ? entry.token
                : null;
    }

    /** Returns whether a token had this hash when the database was last asked. */
    boolean has(String hash) {
        return byHash.containsKey(hash);
    }

    /** Returns a stamp; call this before reading a token from the database. */
    long stamp() {
        return changes.get();
    }

    /** @param stamp from before the token was read; if there was a change since, the entry is not valid */
    void add(String hash, Known token, long stamp) {
        Entry before = byHash.get(hash);
        if (before != null) {
            token.keepUse(before.token);
        } else if (byHash.size() >= MAX_SIZE) {
            byHash.keySet().stream().findAny().ifPresent(byHash::remove);
        }
        byHash.put(hash, new Entry(token, stamp, nanoTime.getAsLong()));
    }

    void remove(String hash) {
        byHash.remove(hash);
    }

    /** Makes all entries invalid; call this after a change was committed. */
    void forget() {
        changes.incrementAndGet();
    }

    /** Returns the tokens that were used since the last call. */
    List<Known> used() {
        return byHash.values().stream().map(Entry::token).filter(Known::takeUse).toList();
    }

    /** A token and its caller. Its time of last use is only about right, so races do no harm. */
    static final class Known {
        private static final long USE_MILLIS = 1_000;

        private final Caller caller;
        private final long expires;
        private volatile long lastUse;
        private volatile boolean isUsed;

        Known(Caller caller, long expires) {
            this.caller = caller;
            this.expires = expires;
        }

        /** Returns the caller; empty if the token has expired. */
        Optional<Caller> use(long now) {
            if (now >= expires) {
                return Optional.empty();
            }
            if (now - lastUse >= USE_MILLIS) {
                lastUse = now;
                isUsed = true;
            }
            return Optional.of(caller);
        }

        String id() {
            return caller.token();
        }

        long lastUse() {
            return lastUse;
        }

        private boolean takeUse() {
            boolean was = isUsed;
            isUsed = false;
            return was;
        }

        private void keepUse(Known before) {
            lastUse = before.lastUse;
            isUsed = before.isUsed;
        }
    }
}

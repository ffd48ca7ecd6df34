package io.bouquet.web.internal;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * Token buckets by name. Each holds the requests of one minute, and refills evenly. A bucket is one number: the time at which
 * it will be full again (generic cell rate algorithm, ITU-T I.371). Thread-safe, without locks.
 */
final class Buckets {
    static final int MAX_SIZE = 20_000;

    private static final long MINUTE_NANOS = 60_000_000_000L;
    private static final double SECOND_NANOS = 1e9;

    private final int perMinute;
    private final long nanosEach;
    private final LongSupplier nanoTime;
    private final Map<String, AtomicLong> fullAt = new ConcurrentHashMap<>();
    /** Shared by names beyond the limit, so that many names cannot fill the memory or empty the other buckets. */
    private final AtomicLong others;

    private final AtomicLong purged;

    /**
     * What a bucket had.
     *
     * @param remaining    number of further requests that are possible now
     * @param resetSeconds seconds until the bucket is full
     * @param waitSeconds  seconds until the next request is possible; 0 if this one was
     */
    record Taken(long remaining, long resetSeconds, long waitSeconds) {}

    /** @param perMinute requests in a minute; 1 or more */
    Buckets(int perMinute, LongSupplier nanoTime) {
        this.perMinute = perMinute;
        this.nanosEach = MINUTE_NANOS / perMinute;
        this.nanoTime = nanoTime;
        this.others = new AtomicLong(nanoTime.getAsLong());
        this.purged = new AtomicLong(nanoTime.getAsLong());
    }

    int perMinute() {
        return perMinute;
    }

    /** Takes one request from a bucket, if it has one. */
    Taken take(String name) {
        AtomicLong bucket = bucket(name);
        while (true) {
            long now = nanoTime.getAsLong();
            long before = bucket.get();
            long full = (before - now > 0 ? before : now) + nanosEach;
            long tooMuch = full - now - nanosEach * perMinute;
            if (tooMuch > 0) {
                return new Taken(0, seconds(before - now), Math.max(1, seconds(tooMuch)));
            }
            if (bucket.compareAndSet(before, full)) {
                return new Taken(-tooMuch / nanosEach, seconds(full - now), 0);
            }
        }
    }

    private AtomicLong bucket(String name) {
        AtomicLong known = fullAt.get(name);
        if (known != null) {
            return known;
        }
        if (fullAt.size() >= MAX_SIZE) {
            purge();
            if (fullAt.size() >= MAX_SIZE) {
                return others;
            }
        }
        AtomicLong added = new AtomicLong(nanoTime.getAsLong());
        AtomicLong meanwhile = fullAt.putIfAbsent(name, added);
        return meanwhile == null ? added : meanwhile;
    }

    /** Removes full buckets, at most once a second. */
    private void purge() {
        long now = nanoTime.getAsLong();
        long last = purged.get();
        if (now - last >= SECOND_NANOS && purged.compareAndSet(last, now)) {
            fullAt.values().removeIf(full -> full.get() - now <= 0);
        }
    }

    private static long seconds(long nanos) {
        return (long) Math.ceil(Math.max(0, nanos) / SECOND_NANOS);
    }
}

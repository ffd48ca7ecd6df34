package io.bouquet.accounts.jpa;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Who gave wrong passwords, and for how long no other is tried: from the {@value #FREE}th on 1 s, then twice as long each
 * time, up to about a minute. Thread-safe.
 */
final class FailedLogins {
    static final int FREE = 5;
    static final int MAX_SIZE = 10_000;

    private static final long SECOND_NANOS = 1_000_000_000L;
    private static final int MAX_DOUBLINGS = 6;
    /** After this long without a further one, all are forgiven. */
    private static final long WINDOW_NANOS = 900 * SECOND_NANOS;

    private final LongSupplier nanoTime;
    private final Map<String, Failures> byName = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Failures> eldest) {
            return size() > MAX_SIZE;
        }
    };

    FailedLogins(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** Whether a password for that name may be tried now. */
    synchronized boolean mayTry(String name) {
        Failures failures = byName.get(name);
        return failures == null || nanoTime.getAsLong() - failures.last >= pauseNanos(failures.count);
    }

    /** Counts a wrong password; how many there were. */
    synchronized int add(String name) {
        long now = nanoTime.getAsLong();
        Failures before = byName.get(name);
        int count = before == null || now - before.last >= WINDOW_NANOS ? 1 : before.count + 1;
        byName.put(name, new Failures(count, now));
        return count;
    }

    synchronized void forgive(String name) {
        byName.remove(name);
    }

    private static long pauseNanos(int count) {
        return count < FREE ? 0 : SECOND_NANOS << Math.min(count - FREE, MAX_DOUBLINGS);
    }

    private record Failures(int count, long last) {}
}

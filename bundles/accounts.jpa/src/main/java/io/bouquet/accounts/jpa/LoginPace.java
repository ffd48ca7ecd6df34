package io.bouquet.accounts.jpa;

import io.bouquet.common.ClientNetwork;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * Throttles logins after wrong passwords. After {@value #FREE} wrong passwords for one name from one address, that name
 * pauses for that address: 1 s, then twice as long each time, up to about a minute. After {@value #FREE_OF_ADDRESS}
 * wrong ones from one address for any names, the address pauses for names that have not logged in from there before:
 * one guess in {@value #ADDRESS_SECONDS} s. No name pauses for all addresses, so nobody can lock out its owner.
 * Thread-safe.
 */
final class LoginPace {
    static final int FREE = 5;
    static final int FREE_OF_ADDRESS = 20;
    static final int ADDRESS_SECONDS = 6;
    static final int MAX_SIZE = 10_000;

    private static final long SECOND_NANOS = 1_000_000_000L;
    private static final int MAX_DOUBLINGS = 6;
    /** After this time without a wrong password, the earlier ones no longer count. */
    private static final long WINDOW_NANOS = 900 * SECOND_NANOS;

    /** The name and the client address of a login. */
    record Source(String name, String address) {
        String shown() {
            return address.isEmpty() ? "an unknown address" : address;
        }

        /** Treats a /64 network of IPv6 as one address, because one client owns all of it. */
        static Source of(String name, String address) {
            return new Source(name, ClientNetwork.of(address));
        }
    }

    private final LongSupplier nanoTime;
    private final Map<Source, Failures> bySource = bounded();
    private final Map<String, Level> byAddress = bounded();
    /** Sources whose last password was right. */
    private final Map<Source, Boolean> known = bounded();

    LoginPace(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** Nanoseconds until a password may be tried; 0 if it may be tried now. */
    synchronized long pauseNanos(Source source) {
        long now = nanoTime.getAsLong();
        Failures failures = bySource.get(source);
        long pause = failures == null ? 0 : Math.max(0, pauseNanos(failures.count) - (now - failures.last));
        if (known.containsKey(source)) {
            return pause;
        }
        Level level = byAddress.get(source.address);
        return level == null ? pause : Math.max(pause, level.pauseNanos(now));
    }

    /** Counts a wrong password; returns the number of wrong ones in a row for this name from this address. */
    synchronized int add(Source source) {
        long now = nanoTime.getAsLong();
        Failures before = bySource.get(source);
        int count = before == null || now - before.last >= WINDOW_NANOS ? 1 : before.count + 1;
        bySource.put(source, new Failures(count, now));
        byAddress.merge(source.address, new Level(1, now), (level, one) -> level.plusOne(now));
        return count;
    }

    /** Forgets the wrong passwords of a source after a right one. */
    synchronized void forgive(Source source) {
        bySource.remove(source);
        known.put(source, true);
    }

    /** Forgets a name, because its account has changed. */
    synchronized void forget(String name) {
        Set<Source> all = new HashSet<>(bySource.keySet());
        all.addAll(known.keySet());
        all.removeIf(source -> !source.name.equals(name));
        bySource.keySet().removeAll(all);
        known.keySet().removeAll(all);
    }

    private static long pauseNanos(int count) {
        return count < FREE ? 0 : SECOND_NANOS << Math.min(count - FREE, MAX_DOUBLINGS);
    }

    private static <K, V> Map<K, V> bounded() {
        return new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
                return size() > MAX_SIZE;
            }
        };
    }

    private record Failures(int count, long last) {}

    /** A bucket that leaks one wrong password every {@link #ADDRESS_SECONDS}. */
    private record Level(double wrong, long since) {
        private static final double LEAK_NANOS = (double) ADDRESS_SECONDS * SECOND_NANOS;

        private double at(long now) {
            return Math.max(0, wrong - (now - since) / LEAK_NANOS);
        }

        Level plusOne(long now) {
            return new Level(at(now) + 1, now);
        }

        long pauseNanos(long now) {
            // one below the limit leaves room for one guess
            return (long) Math.max(0, (at(now) - (FREE_OF_ADDRESS - 1)) * LEAK_NANOS);
        }
    }
}

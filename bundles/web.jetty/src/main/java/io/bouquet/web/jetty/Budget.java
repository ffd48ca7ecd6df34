package io.bouquet.web.jetty;

import java.util.concurrent.atomic.AtomicLong;

/** Limits the bytes of bodies and answers in memory, in total and for each client address. Thread-safe. */
final class Budget {
    private final long total;
    private final long perAddress;
    private final AtomicLong taken = new AtomicLong();

    Budget(long total, long perAddress) {
        this.total = total;
        this.perAddress = perAddress;
    }

    /** Reserves all the bytes or none; returns whether it did. */
    boolean take(Address address, long bytes) {
        if (taken.addAndGet(bytes) > total) {
            taken.addAndGet(-bytes);
            return false;
        }
        if (address.buffered.addAndGet(bytes) > perAddress) {
            release(address, bytes);
            return false;
        }
        return true;
    }

    void release(Address address, long bytes) {
        address.buffered.addAndGet(-bytes);
        taken.addAndGet(-bytes);
    }

    long taken() {
        return taken.get();
    }
}

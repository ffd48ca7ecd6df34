package io.bouquet.web.jetty;

import java.util.concurrent.atomic.AtomicLong;

/** Bytes of bodies and answers that may be in memory at once: in all, and for one address. Thread-safe. */
final class Budget {
    private final long inAll;
    private final long eachAddress;
    private final AtomicLong taken = new AtomicLong();

    Budget(long inAll, long eachAddress) {
        this.inAll = inAll;
        this.eachAddress = eachAddress;
    }

    /** Takes that many bytes, or none. */
    boolean take(Address address, long bytes) {
        if (taken.addAndGet(bytes) > inAll) {
            taken.addAndGet(-bytes);
            return false;
        }
        if (address.buffered.addAndGet(bytes) > eachAddress) {
            giveBack(address, bytes);
            return false;
        }
        return true;
    }

    void giveBack(Address address, long bytes) {
        address.buffered.addAndGet(-bytes);
        taken.addAndGet(-bytes);
    }

    long taken() {
        return taken.get();
    }
}

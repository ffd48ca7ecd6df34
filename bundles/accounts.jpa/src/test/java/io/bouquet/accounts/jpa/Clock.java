package io.bouquet.accounts.jpa;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** Time that passes when a test says so. */
final class Clock implements LongSupplier {
    private long nanos;

    void pass(long amount, TimeUnit unit) {
        nanos += unit.toNanos(amount);
    }

    @Override
    public long getAsLong() {
        return nanos;
    }
}

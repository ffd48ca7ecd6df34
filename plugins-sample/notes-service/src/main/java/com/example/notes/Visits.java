package com.example.notes;

import java.util.concurrent.atomic.AtomicInteger;

/** Counts readers. A visit is open while its request is: the platform closes it after the answer. Thread-safe. */
final class Visits {
    private final AtomicInteger open = new AtomicInteger();
    private final AtomicInteger ended = new AtomicInteger();

    /** One reader. */
    final class Visit implements AutoCloseable {
        private Visit() {
            open.incrementAndGet();
        }

        @Override
        public void close() {
            open.decrementAndGet();
            ended.incrementAndGet();
        }
    }

    record Count(int open, int ended) {}

    Visit begin() {
        return new Visit();
    }

    Count count() {
        return new Count(open.get(), ended.get());
    }
}

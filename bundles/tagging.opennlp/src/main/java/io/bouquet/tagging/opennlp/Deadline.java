package io.bouquet.tagging.opennlp;

import java.util.concurrent.CancellationException;

/** Lets long work stop when its request has run out of time. */
final class Deadline {
    private Deadline() {}

    /**
     * Throws an exception if the broker has interrupted the thread because the time of the request is over. The broker
     * clears the flag.
     */
    static void check() {
        if (Thread.currentThread().isInterrupted()) {
            throw new CancellationException("interrupted: the request's time is up");
        }
    }
}

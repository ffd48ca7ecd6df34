package io.bouquet.tagging.opennlp;

import java.util.concurrent.CancellationException;

/** Where long work looks whether anybody still waits for it. */
final class Deadline {
    private Deadline() {}

    /** The broker interrupts a thread whose request has run out of time; the flag is left for it to clear. */
    static void check() {
        if (Thread.currentThread().isInterrupted()) {
            throw new CancellationException("interrupted: the request's time is up");
        }
    }
}

package io.bouquet.web.bulkhead;

import java.util.ArrayDeque;
import java.util.Deque;

/** The running and waiting requests to one version of a bundle. Guarded by {@link Compartments}. */
final class Compartment {
    final Owners.Owner owner;
    final Deque<WaitingRequest> waiting = new ArrayDeque<>();
    int running;
    long refused;

    Compartment(Owners.Owner owner) {
        this.owner = owner;
    }
}

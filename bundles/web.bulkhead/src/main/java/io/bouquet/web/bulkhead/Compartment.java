package io.bouquet.web.bulkhead;

import java.util.ArrayDeque;
import java.util.Deque;

/** What the requests to one version of a bundle take. Guarded by {@link Compartments}. */
final class Compartment {
    final Owners.Owner owner;
    final Deque<Turn> waiting = new ArrayDeque<>();
    int running;
    long refused;

    Compartment(Owners.Owner owner) {
        this.owner = owner;
    }
}

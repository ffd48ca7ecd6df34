package io.bouquet.web.bulkhead;

import io.bouquet.web.Bulkhead;
import io.bouquet.web.Bulkheads;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Counts the threads that plugins use and queues the requests that wait for one. Each plugin has a share, and all plugins
 * together have one, so that several plugins that hang leave threads to the platform.
 */
final class Compartments implements Bulkheads {
    enum Admission {
        ENTERED,
        MAY_WAIT,
        FULL
    }

    /** By version of the bundle, so that requests to one version do not wait for those to another. */
    private final Map<Owners.Owner, Compartment> compartments = new LinkedHashMap<>();

    private Limits limits;
    private int running;
    /** Index of the plugin served last: plugins take turns, whichever request has waited longest. */
    private int next;

    Compartments(Limits limits) {
        this.limits = limits;
    }

    void limits(Limits changed) {
        List<WaitingRequest> granted;
        synchronized (this) {
            limits = changed;
            granted = grant();
        }
        granted.forEach(WaitingRequest::goOn);
    }

    synchronized Compartment of(Owners.Owner owner) {
        return compartments.computeIfAbsent(owner, Compartment::new);
    }

    synchronized Admission enter(Compartment compartment) {
        if (hasRoom(compartment) && compartment.waiting.isEmpty()) {
            take(compartment);
            return Admission.ENTERED;
        }
        if (compartment.waiting.size() < limits.queue()) {
            return Admission.MAY_WAIT;
        }
        compartment.refused++;
        return Admission.FULL;
    }

    /** Queues a request. It is dispatched again at once if a thread is free or the queue is full. */
    void await(WaitingRequest waiting) {
        List<WaitingRequest> granted;
        synchronized (this) {
            Compartment compartment = waiting.compartment;
            if (!compartments.containsValue(compartment)) {
                waiting.become(WaitingRequest.State.WAITING, WaitingRequest.State.OWNER_CHANGED);
                granted = List.of(waiting);
            } else if (compartment.waiting.size() < limits.queue()) {
                compartment.waiting.add(waiting);
                granted = grant();
            } else {
                waiting.become(WaitingRequest.State.WAITING, WaitingRequest.State.REFUSED);
                compartment.refused++;
                granted = List.of(waiting);
            }
        }
        granted.forEach(WaitingRequest::goOn);
    }

    /** Returns a thread, or one that was granted and is not used. */
    void leave(Compartment compartment) {
        List<WaitingRequest> granted;
        synchronized (this) {
            compartment.running--;
            running--;
            granted = grant();
        }
        granted.forEach(WaitingRequest::goOn);
    }

    /** Refuses a request that has waited too long; returns false if it does not wait any more. */
    boolean giveUp(WaitingRequest waiting) {
        synchronized (this) {
            waiting.compartment.waiting.remove(waiting);
            if (!waiting.become(WaitingRequest.State.WAITING, WaitingRequest.State.REFUSED)) {
                return false;
            }
            waiting.compartment.refused++;
            return true;
        }
    }

    /** Removes the request of a client that has disconnected. */
    void forget(WaitingRequest waiting) {
        boolean hadPlace;
        synchronized (this) {
            waiting.compartment.waiting.remove(waiting);
            waiting.become(WaitingRequest.State.WAITING, WaitingRequest.State.OVER);
            hadPlace = waiting.become(WaitingRequest.State.GRANTED, WaitingRequest.State.OVER);
        }
        if (hadPlace) {
            leave(waiting.compartment);
        }
    }

    /** Dispatches requests again that wait for removed code, so that they find the bundle that answers now. */
    void keep(Predicate<Owners.Owner> answers) {
        List<WaitingRequest> moved = new ArrayList<>();
        synchronized (this) {
            compartments.values().removeIf(compartment -> {
                if (answers.test(compartment.owner)) {
                    return false;
                }
                for (WaitingRequest waiting : compartment.waiting) {
                    if (waiting.become(WaitingRequest.State.WAITING, WaitingRequest.State.OWNER_CHANGED)) {
                        moved.add(waiting);
                    }
                }
                compartment.waiting.clear();
                return compartment.running == 0;
            });
        }
        moved.forEach(WaitingRequest::goOn);
    }

    private boolean hasRoom(Compartment compartment) {
        return running < limits.all() && compartment.running < limits.of(compartment.owner.plugin());
    }

    private void take(Compartment compartment) {
        compartment.running++;
        running++;
    }

    private List<WaitingRequest> grant() {
        List<WaitingRequest> granted = new ArrayList<>();
        List<Compartment> all = List.copyOf(compartments.values());
        int skipped = 0;
        while (skipped < all.size()) {
            next = (next + 1) % all.size();
            Compartment compartment = all.get(next);
            WaitingRequest waiting = hasRoom(compartment) ? compartment.waiting.poll() : null;
            if (waiting == null) {
                skipped++;
            } else if (waiting.become(WaitingRequest.State.WAITING, WaitingRequest.State.GRANTED)) {
                skipped = 0;
                take(compartment);
                granted.add(waiting);
            }
        }
        return granted;
    }

    @Override
    public synchronized List<Bulkhead> list() {
        return compartments.values().stream()
                .map(one -> new Bulkhead(
                        one.owner.plugin(),
                        one.owner.bundleId(),
                        limits.of(one.owner.plugin()),
                        one.running,
                        one.waiting.size(),
                        one.refused))
                .sorted(Comparator.comparing(Bulkhead::plugin).thenComparing(Bulkhead::bundleId))
                .toList();
    }
}

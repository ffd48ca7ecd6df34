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
 * Counts the threads that plugins take, and who waits for one. A plugin has its share, and all plugins have one together,
 * so that several that hang leave threads to the platform.
 */
final class Compartments implements Bulkheads {
    enum Answer {
        ENTERED,
        MAY_WAIT,
        FULL
    }

    /** By the version of the bundle: none waits for another. */
    private final Map<Owners.Owner, Compartment> compartments = new LinkedHashMap<>();

    private Limits limits;
    private int running;
    /** Of all plugins, who has waited longest is not always next: each plugin has its turn. */
    private int next;

    Compartments(Limits limits) {
        this.limits = limits;
    }

    void limits(Limits changed) {
        List<Turn> granted;
        synchronized (this) {
            limits = changed;
            granted = grant();
        }
        granted.forEach(Turn::goOn);
    }

    synchronized Compartment of(Owners.Owner owner) {
        return compartments.computeIfAbsent(owner, Compartment::new);
    }

    synchronized Answer enter(Compartment compartment) {
        if (hasRoom(compartment) && compartment.waiting.isEmpty()) {
            take(compartment);
            return Answer.ENTERED;
        }
        if (compartment.waiting.size() < limits.queue()) {
            return Answer.MAY_WAIT;
        }
        compartment.refused++;
        return Answer.FULL;
    }

    /** Has a request wait; it comes in again at once where there is room, or no place in the queue any more. */
    void await(Turn turn) {
        List<Turn> granted;
        synchronized (this) {
            Compartment compartment = turn.compartment;
            if (!compartments.containsValue(compartment)) {
                turn.become(Turn.State.WAITING, Turn.State.ANEW);
                granted = List.of(turn);
            } else if (compartment.waiting.size() < limits.queue()) {
                compartment.waiting.add(turn);
                granted = grant();
            } else {
                turn.become(Turn.State.WAITING, Turn.State.REFUSED);
                compartment.refused++;
                granted = List.of(turn);
            }
        }
        granted.forEach(Turn::goOn);
    }

    /** A thread is given back, or a place that was granted is not taken. */
    void leave(Compartment compartment) {
        List<Turn> granted;
        synchronized (this) {
            compartment.running--;
            running--;
            granted = grant();
        }
        granted.forEach(Turn::goOn);
    }

    /** A request has waited for as long as it may; false where it waits no longer. */
    boolean giveUp(Turn turn) {
        synchronized (this) {
            turn.compartment.waiting.remove(turn);
            if (!turn.become(Turn.State.WAITING, Turn.State.REFUSED)) {
                return false;
            }
            turn.compartment.refused++;
            return true;
        }
    }

    /** A client has gone. */
    void forget(Turn turn) {
        boolean hadPlace;
        synchronized (this) {
            turn.compartment.waiting.remove(turn);
            turn.become(Turn.State.WAITING, Turn.State.OVER);
            hadPlace = turn.become(Turn.State.GRANTED, Turn.State.OVER);
        }
        if (hadPlace) {
            leave(turn.compartment);
        }
    }

    /** Has requests that wait for code that has gone look who answers now. */
    void keep(Predicate<Owners.Owner> answers) {
        List<Turn> anew = new ArrayList<>();
        synchronized (this) {
            compartments.values().removeIf(compartment -> {
                if (answers.test(compartment.owner)) {
                    return false;
                }
                for (Turn turn : compartment.waiting) {
                    if (turn.become(Turn.State.WAITING, Turn.State.ANEW)) {
                        anew.add(turn);
                    }
                }
                compartment.waiting.clear();
                return compartment.running == 0;
            });
        }
        anew.forEach(Turn::goOn);
    }

    private boolean hasRoom(Compartment compartment) {
        return running < limits.all() && compartment.running < limits.of(compartment.owner.plugin());
    }

    private void take(Compartment compartment) {
        compartment.running++;
        running++;
    }

    private List<Turn> grant() {
        List<Turn> granted = new ArrayList<>();
        List<Compartment> all = List.copyOf(compartments.values());
        int without = 0;
        while (without < all.size()) {
            next = (next + 1) % all.size();
            Compartment compartment = all.get(next);
            Turn turn = hasRoom(compartment) ? compartment.waiting.poll() : null;
            if (turn == null) {
                without++;
            } else if (turn.become(Turn.State.WAITING, Turn.State.GRANTED)) {
                without = 0;
                take(compartment);
                granted.add(turn);
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

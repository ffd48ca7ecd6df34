package io.bouquet.web.gate;

import io.bouquet.web.Departure;
import io.bouquet.web.Straggler;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.osgi.framework.Bundle;

/** The requests that bundles were answering when they stopped, and which of them run on. Thread-safe. */
final class Departures {
    /** Bundles whose last stop is remembered, besides those with requests that run on. */
    private static final int KEPT = 100;

    private static final class Leaving {
        final String bundle;
        final Instant at = Instant.now();
        final Set<Ticket> interrupted = new HashSet<>();
        /** Those that have ended are only counted. */
        final Set<Ticket> open = new HashSet<>();

        long drained;
        long ended;
        boolean over;

        Leaving(String bundle) {
            this.bundle = bundle;
        }

        void count() {
            open.removeIf(ticket -> {
                if (ticket.isFinished() && !interrupted.contains(ticket)) {
                    drained++;
                }
                return ticket.isFinished();
            });
            interrupted.removeIf(ticket -> {
                if (ticket.isFinished()) {
                    ended++;
                }
                return ticket.isFinished();
            });
        }
    }

    /** By bundle id, the latest last. */
    private final Map<Long, Leaving> leavings = new LinkedHashMap<>();

    /** A bundle starts: what follows is another stop. */
    synchronized void starts(long bundleId) {
        Leaving before = leavings.get(bundleId);
        if (before != null) {
            before.over = true;
        }
    }

    /** A bundle is to stop, and is answering these. */
    synchronized void stops(Bundle bundle, Collection<Ticket> answering) {
        Leaving leaving = leavings.get(bundle.getBundleId());
        if (leaving == null || leaving.over) {
            // what still runs of an earlier stop is what is answering now
            leaving = new Leaving(bundle.getSymbolicName() + " " + bundle.getVersion());
            leavings.put(bundle.getBundleId(), leaving);
        }
        leaving.open.addAll(answering);
        if (leavings.size() > KEPT) {
            Leaving present = leaving;
            leavings.values().removeIf(one -> {
                one.count();
                return one != present && one.open.isEmpty();
            });
        }
    }

    synchronized void interrupted(Bundle bundle, Collection<Ticket> late) {
        Leaving leaving = leavings.get(bundle.getBundleId());
        if (leaving != null) {
            leaving.interrupted.addAll(late);
        }
    }

    synchronized Departure of(long bundleId) {
        Leaving leaving = leavings.get(bundleId);
        if (leaving == null) {
            return Departure.NONE;
        }
        leaving.count();
        return new Departure(leaving.drained, leaving.ended + leaving.interrupted.size(), leaving.open.size());
    }

    synchronized List<Straggler> stragglers() {
        List<Straggler> stragglers = new ArrayList<>();
        leavings.forEach((id, leaving) -> {
            leaving.count();
            leaving.interrupted.forEach(ticket ->
                    stragglers.add(new Straggler(id, leaving.bundle, ticket.path(), ticket.threadName(), leaving.at)));
        });
        return stragglers;
    }
}

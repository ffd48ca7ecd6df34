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

/** The requests that bundles were answering when they stopped, and which of them are still running. Thread-safe. */
final class Departures {
    /** Number of bundles whose last stop is kept, besides those with running requests. */
    private static final int KEPT = 100;

    private static final class Stop {
        final String bundle;
        final Instant at = Instant.now();
        final Set<GatedRequest> interrupted = new HashSet<>();
        /** Running requests; finished ones are only counted. */
        final Set<GatedRequest> open = new HashSet<>();

        long drained;
        long endedByInterrupt;
        boolean startedAgain;

        Stop(String bundle) {
            this.bundle = bundle;
        }

        void count() {
            open.removeIf(request -> {
                if (request.isFinished() && !interrupted.contains(request)) {
                    drained++;
                }
                return request.isFinished();
            });
            interrupted.removeIf(request -> {
                if (request.isFinished()) {
                    endedByInterrupt++;
                }
                return request.isFinished();
            });
        }
    }

    /** By bundle id, the latest last. */
    private final Map<Long, Stop> stops = new LinkedHashMap<>();

    /** A bundle starts, so its next stop is counted separately. */
    synchronized void starts(long bundleId) {
        Stop last = stops.get(bundleId);
        if (last != null) {
            last.startedAgain = true;
        }
    }

    /** A bundle is about to stop while it answers these requests. */
    synchronized void stops(Bundle bundle, Collection<GatedRequest> answering) {
        Stop stop = stops.get(bundle.getBundleId());
        if (stop == null || stop.startedAgain) {
            // requests of an earlier stop that are still running are among those it answers now
            stop = new Stop(bundle.getSymbolicName() + " " + bundle.getVersion());
            stops.put(bundle.getBundleId(), stop);
        }
        stop.open.addAll(answering);
        if (stops.size() > KEPT) {
            Stop current = stop;
            stops.values().removeIf(one -> {
                one.count();
                return one != current && one.open.isEmpty();
            });
        }
    }

    synchronized void interrupted(Bundle bundle, Collection<GatedRequest> late) {
        Stop stop = stops.get(bundle.getBundleId());
        if (stop != null) {
            stop.interrupted.addAll(late);
        }
    }

    synchronized Departure of(long bundleId) {
        Stop stop = stops.get(bundleId);
        if (stop == null) {
            return Departure.NONE;
        }
        stop.count();
        return new Departure(stop.drained, stop.endedByInterrupt + stop.interrupted.size(), stop.open.size());
    }

    synchronized List<Straggler> stragglers() {
        List<Straggler> stragglers = new ArrayList<>();
        stops.forEach((id, stop) -> {
            stop.count();
            stop.interrupted.forEach(request ->
                    stragglers.add(new Straggler(id, stop.bundle, request.path(), request.threadName(), stop.at)));
        });
        return stragglers;
    }
}

package io.bouquet.deploy.engine;

import io.bouquet.deploy.Receipt.Cut;
import io.bouquet.web.Departure;
import io.bouquet.web.Traffic;
import io.bouquet.web.TrafficCounts;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;
import org.osgi.framework.Bundle;

/** Measures requests before, during and after a change. For one thread. */
final class TrafficAround {
    static final Duration WINDOW = Duration.ofSeconds(10);
    private static final double P99 = 0.99;

    private final Traffic traffic;
    private final Set<Long> stopped = new LinkedHashSet<>();
    private final TrafficCounts before;
    private final TrafficCounts start;
    private int inFlight;
    private Duration drained = Duration.ZERO;

    TrafficAround(Traffic traffic) {
        this.traffic = traffic;
        before = traffic.before(WINDOW);
        start = traffic.now();
        inFlight = traffic.inFlight();
    }

    /** Marks the cut-over: the old version gets no more requests. */
    void cut() {
        inFlight = traffic.inFlight();
    }

    /** Adds bundles that the change stops, some of which start again. */
    void stops(Collection<Bundle> bundles) {
        bundles.forEach(bundle -> stopped.add(bundle.getBundleId()));
    }

    void drained(Duration took) {
        drained = took;
    }

    TrafficCounts end() {
        return traffic.now();
    }

    Cut cut(TrafficCounts end) {
        Departure left = stopped.stream().map(traffic::departure).reduce(Departure.NONE, Departure::plus);
        return new Cut(
                inFlight,
                drained,
                left.drained(),
                left.interrupted(),
                left.stillRunning(),
                end.since(start).waited(),
                end.since(start).failed(),
                start.since(before).quantileMicros(P99),
                end.since(start).quantileMicros(P99),
                0);
    }

    /** Returns the p99 latency since the end, in microseconds. Call this {@link #WINDOW} after the end. */
    long p99Since(TrafficCounts end) {
        return traffic.now().since(end).quantileMicros(P99);
    }
}

package io.bouquet.deploy.engine;

import io.bouquet.web.Departure;
import io.bouquet.web.Straggler;
import io.bouquet.web.Traffic;
import io.bouquet.web.TrafficCounts;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Traffic with departures that a test sets. */
final class StubTraffic implements Traffic {
    final Map<Long, Departure> departures = new ConcurrentHashMap<>();

    @Override
    public TrafficCounts now() {
        return new TrafficCounts(0, 0, 0, 0, 0, new long[TrafficCounts.BUCKETS]);
    }

    @Override
    public TrafficCounts before(Duration ago) {
        return now();
    }

    @Override
    public int inFlight() {
        return 0;
    }

    @Override
    public Departure departure(long bundleId) {
        return departures.getOrDefault(bundleId, Departure.NONE);
    }

    @Override
    public List<Straggler> stillRunning() {
        return List.of();
    }
}

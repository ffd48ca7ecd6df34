package io.bouquet.deploy.leaks;

import io.bouquet.web.Departure;
import io.bouquet.web.Straggler;
import io.bouquet.web.Traffic;
import io.bouquet.web.TrafficCounts;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Traffic with requests that do not end. */
final class StubTraffic implements Traffic {
    final List<Straggler> running = new CopyOnWriteArrayList<>();

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
        return Departure.NONE;
    }

    @Override
    public List<Straggler> stillRunning() {
        return running;
    }
}

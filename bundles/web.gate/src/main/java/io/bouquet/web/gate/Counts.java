package io.bouquet.web.gate;

import io.bouquet.web.Departure;
import io.bouquet.web.Straggler;
import io.bouquet.web.Traffic;
import io.bouquet.web.TrafficCounts;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;

/** Counts the requests through the gate, in all and for each second of the last minutes. */
final class Counts implements Traffic {
    private static final int KEPT_SECONDS = 180;

    private record Snapshot(long nanos, TrafficCounts counts) {}

    private final LongSupplier nanoTime;
    private final LongAdder inFlight = new LongAdder();
    private final LongAdder requests = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private final LongAdder waited = new LongAdder();
    private final AtomicLongArray durations = new AtomicLongArray(TrafficCounts.BUCKETS);
    private final Deque<Snapshot> seconds = new ArrayDeque<>();

    final Departures departures = new Departures();
    final AtomicLong rewires = new AtomicLong();
    final AtomicLong closedNanos = new AtomicLong();
    final AtomicLong longestClosedNanos = new AtomicLong();
    final AtomicLong lastClosedNanos = new AtomicLong();
    final AtomicLong timedOut = new AtomicLong();
    final AtomicLong overdue = new AtomicLong();
    final AtomicLong interrupted = new AtomicLong();

    Counts(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        tick();
    }

    void begin(GatedRequest request) {
        if (request.isCounted) {
            inFlight.increment();
        }
    }

    void end(GatedRequest request, boolean hasFailed) {
        if (!request.isCounted) {
            return;
        }
        inFlight.decrement();
        requests.increment();
        if (hasFailed) {
            failed.increment();
        }
        if (request.hasWaited()) {
            waited.increment();
        }
        durations.getAndIncrement(TrafficCounts.bucket(nanoTime.getAsLong() - request.begin));
    }

    void wasClosed(long nanos) {
        closedNanos.addAndGet(nanos);
        lastClosedNanos.set(nanos);
        longestClosedNanos.accumulateAndGet(nanos, Math::max);
    }

    @Override
    public TrafficCounts now() {
        long[] buckets = new long[TrafficCounts.BUCKETS];
        for (int i = 0; i < buckets.length; i++) {
            buckets[i] = durations.get(i);
        }
        return new TrafficCounts(
                requests.sum(), failed.sum(), waited.sum(), rewires.get(), closedNanos.get() / 1000, buckets);
    }

    /** Called every second. */
    void tick() {
        Snapshot snapshot = new Snapshot(nanoTime.getAsLong(), now());
        synchronized (seconds) {
            seconds.addLast(snapshot);
            if (seconds.size() > KEPT_SECONDS) {
                seconds.removeFirst();
            }
        }
    }

    @Override
    public TrafficCounts before(Duration ago) {
        long wanted = nanoTime.getAsLong() - ago.toNanos();
        synchronized (seconds) {
            for (Iterator<Snapshot> latest = seconds.descendingIterator(); latest.hasNext(); ) {
                Snapshot snapshot = latest.next();
                if (snapshot.nanos() - wanted <= 0) {
                    return snapshot.counts();
                }
            }
            return seconds.getFirst().counts();
        }
    }

    @Override
    public Departure departure(long bundleId) {
        return departures.of(bundleId);
    }

    @Override
    public List<Straggler> stillRunning() {
        return departures.stragglers();
    }

    @Override
    public int inFlight() {
        return inFlight.intValue();
    }
}

package com.example.cookbook;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/** A cache: keeps at most 1,000 rates for a minute. Thread-safe. */
@Component(service = Rates.class)
public final class Rates {
    private static final Duration FRESH = Duration.ofMinutes(1);
    private static final int MOST = 1_000;

    private record Kept(double rate, Instant until) {}

    private final Map<String, Kept> kept = new ConcurrentHashMap<>();
    private final AtomicInteger lookups = new AtomicInteger();
    private final Clock clock;

    @Activate
    public Rates() {
        this(Clock.systemUTC());
    }

    Rates(Clock clock) {
        this.clock = clock;
    }

    double of(String currency) {
        Instant now = clock.instant();
        if (kept.size() >= MOST) {
            kept.clear();
        }
        return kept.compute(
                        currency,
                        (any, old) -> old != null && now.isBefore(old.until())
                                ? old
                                : new Kept(lookUp(currency), now.plus(FRESH)))
                .rate();
    }

    /** Returns how often a rate was not in the cache. */
    int lookups() {
        return lookups.get();
    }

    /** Stands for something slow. */
    private double lookUp(String currency) {
        lookups.incrementAndGet();
        return 1 + currency.hashCode() % 100 / 100.0;
    }
}

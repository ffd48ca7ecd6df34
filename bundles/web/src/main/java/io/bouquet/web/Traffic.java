package io.bouquet.web;

import java.time.Duration;
import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/** Figures of the requests to the HTTP server. Thread-safe; reading them does not slow requests down. */
@ProviderType
public interface Traffic {
    /** Returns the counts since the platform started. */
    TrafficCounts now();

    /** Returns the counts of the time {@code ago}; the oldest ones if that is too long ago (at least a minute is kept). */
    TrafficCounts before(Duration ago);

    /** Returns the number of requests that are being answered or wait. */
    int inFlight();

    /** Returns figures of the requests that a bundle was answering when it last stopped; they change while requests run. */
    Departure departure(long bundleId);

    /** Returns the requests that still run although their bundle was stopped and they were interrupted. */
    List<Straggler> stillRunning();
}

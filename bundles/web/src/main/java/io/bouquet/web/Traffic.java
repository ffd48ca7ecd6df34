package io.bouquet.web;

import java.time.Duration;
import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/** What goes through the HTTP server. Thread-safe; asking costs requests nothing. */
@ProviderType
public interface Traffic {
    /** All since the platform started. */
    TrafficCounts now();

    /** As {@link #now()} was {@code ago}; the oldest known where that is too long ago (a minute at least is kept). */
    TrafficCounts before(Duration ago);

    /** Requests that are being answered, or wait. */
    int inFlight();

    /** The requests that a bundle was answering when it stopped last; their figures change while some still run. */
    Departure departure(long bundleId);

    /** Requests that run on although their bundle was stopped and they were interrupted. */
    List<Straggler> stillRunning();
}

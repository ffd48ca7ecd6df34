package io.bouquet.web;

import java.time.Duration;
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
}

package io.bouquet.web;

import java.util.Optional;
import javax.servlet.http.HttpServletRequest;
import org.osgi.annotation.versioning.ProviderType;

/**
 * A request's hold on the code that answers it: a bundle that stops waits for its requests for a limited time. A long
 * answer, such as a stream, should check {@link #isEnding()} regularly and end properly. Thread-safe.
 */
@ProviderType
public interface RequestLease {
    /** Name of the request attribute. */
    String ATTRIBUTE = "io.bouquet.web.lease";

    /** Whether the bundle that answers is about to stop. */
    boolean isEnding();

    /** Whether the request was interrupted, because it ran longer than its stopping bundle may wait. */
    boolean wasInterrupted();

    /** Runs {@code action} once when the bundle is about to stop; at once if it already is. */
    void onEnding(Runnable action);

    /** Returns the lease of {@code request}; empty if no gate is installed. */
    static Optional<RequestLease> of(HttpServletRequest request) {
        return Optional.ofNullable((RequestLease) request.getAttribute(ATTRIBUTE));
    }
}

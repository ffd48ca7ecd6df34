package io.bouquet.web;

import java.util.Optional;
import javax.servlet.http.HttpServletRequest;
import org.osgi.annotation.versioning.ProviderType;

/**
 * A request's hold on the code that answers it: a bundle that stops waits for its requests, within bounds. What lasts,
 * such as a stream, asks {@link #isEnding()} from time to time and comes to a proper end. Thread-safe.
 */
@ProviderType
public interface RequestLease {
    /** Name of the request attribute. */
    String ATTRIBUTE = "io.bouquet.web.lease";

    /** Whether the code that answers is about to go. */
    boolean isEnding();

    /** Whether the request was interrupted, since it took longer to end than the code that answers could wait. */
    boolean wasInterrupted();

    /** Has {@code action} run once when the code is about to go; at once where it already is. */
    void onEnding(Runnable action);

    /** That of {@code request}; empty where no gate is installed. */
    static Optional<RequestLease> of(HttpServletRequest request) {
        return Optional.ofNullable((RequestLease) request.getAttribute(ATTRIBUTE));
    }
}

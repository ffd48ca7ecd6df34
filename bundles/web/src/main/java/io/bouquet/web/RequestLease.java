package io.bouquet.web;

import java.util.Optional;
import java.util.function.Supplier;
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

    /**
     * Runs {@code task} after the answer was sent to its end, unless the answer is an error. Tasks run one after the other
     * and keep the request's place: a bundle that stops waits for them as for the request, so a long task should check
     * {@link #isEnding()}. A task that fails is logged, and the others still run.
     */
    void afterAnswer(Runnable task);

    /**
     * Returns the resource of {@code type} that this request has opened, or opens it. The platform closes it after the answer
     * and its tasks, the last opened first, also if the request fails, times out, or its client leaves. A failure to close is
     * logged.
     *
     * @throws IllegalStateException if the resources of the request were closed already
     */
    <T extends AutoCloseable> T open(Class<T> type, Supplier<? extends T> opener);

    /** Returns the lease of {@code request}; empty if no gate is installed. */
    static Optional<RequestLease> of(HttpServletRequest request) {
        return Optional.ofNullable((RequestLease) request.getAttribute(ATTRIBUTE));
    }
}

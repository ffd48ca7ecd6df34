package io.bouquet.web.spi;

import io.bouquet.accounts.Caller;
import java.io.IOException;
import java.util.Optional;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Authenticates requests by one kind of credentials. The platform asks all authenticators, the highest
 * {@code service.ranking} first, and refuses a request that none of them authenticates. Thread-safe.
 */
@ConsumerType
public interface RequestAuthenticator {
    /**
     * Returns the account of the request's credentials, limited to their scopes; empty if the request has no credentials of
     * this kind, or wrong ones.
     */
    Optional<Caller> authenticate(HttpServletRequest request);

    /**
     * Whether the request needs no account: a login page, its style sheet, a health check. Not called for a path with
     * escapes, dots, matrix parameters or empty segments, so {@code getRequestURI()} can be compared without decoding.
     */
    default boolean isPublic(HttpServletRequest request) {
        return false;
    }

    /** Answers a request without an account, for example by a redirect to a login page; returns false to leave it to others. */
    default boolean challenge(HttpServletRequest request, HttpServletResponse response) throws IOException {
        return false;
    }
}

package io.bouquet.web.spi;

import io.bouquet.accounts.Account;
import java.io.IOException;
import java.util.Optional;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Lets requests in by credentials of one kind. All authenticators are asked, the highest {@code service.ranking} first;
 * a request that none lets in is refused. Thread-safe.
 */
@ConsumerType
public interface RequestAuthenticator {
    /** The account whose credentials the request carries; empty where it carries none of this kind, or wrong ones. */
    Optional<Account> authenticate(HttpServletRequest request);

    /**
     * Whether the request needs no account: a login page, its style sheet, a health check. Not asked where the path has
     * escapes, dots, matrix parameters or empty segments, so that {@code getRequestURI()} can be compared as it is.
     */
    default boolean isPublic(HttpServletRequest request) {
        return false;
    }

    /** Answers a request that nobody let in, such as with a redirect to a login page; false leaves it to others. */
    default boolean challenge(HttpServletRequest request, HttpServletResponse response) throws IOException {
        return false;
    }
}

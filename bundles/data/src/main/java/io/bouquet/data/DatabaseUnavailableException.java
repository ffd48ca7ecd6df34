package io.bouquet.data;

import org.jspecify.annotations.Nullable;

/**
 * Thrown by {@link Transactions} while the database does not answer. The work was rolled back or did not begin, and can
 * be tried again later. Resources should not catch it: the platform answers the request with 503.
 */
public final class DatabaseUnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** @param message a text for API clients, without paths and addresses */
    public DatabaseUnavailableException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    /** Returns the first exception of this class among a failure and its causes, or null if there is none. */
    public static @Nullable DatabaseUnavailableException in(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof DatabaseUnavailableException unavailable) {
                return unavailable;
            }
        }
        return null;
    }
}

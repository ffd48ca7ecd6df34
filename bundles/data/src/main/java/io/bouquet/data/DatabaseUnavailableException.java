package io.bouquet.data;

import org.jspecify.annotations.Nullable;

/**
 * Thrown by {@link Transactions} while the database does not answer. The work was rolled back, or did not begin, and can
 * be tried again later. Let it through: the platform answers a request that ends with it with 503.
 */
public final class DatabaseUnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** @param message for the caller of a request: neither a path nor an address is in it */
    public DatabaseUnavailableException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    /** Finds one among a failure and its causes. */
    public static @Nullable DatabaseUnavailableException in(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof DatabaseUnavailableException unavailable) {
                return unavailable;
            }
        }
        return null;
    }
}

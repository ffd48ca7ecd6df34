package io.bouquet.data.openjpa;

import org.jspecify.annotations.Nullable;

/** A persistence unit cannot be opened, or a database not be used; the message is for people and says a way out. */
public final class DataException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    DataException(String message) {
        super(message);
    }

    DataException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}

package io.bouquet.data.openjpa;

import io.bouquet.data.UnitSchemas.ChangeSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Thrown if a persistence unit cannot be opened or a database cannot be used; the message says what to do. */
public final class DataException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient List<ChangeSet> pending;

    DataException(String message) {
        this(message, null);
    }

    DataException(String message, @Nullable Throwable cause) {
        this(message, cause, List.of());
    }

    /** @param pending change sets that have not run because of the failure, in order */
    DataException(String message, @Nullable Throwable cause, List<ChangeSet> pending) {
        super(message, cause);
        this.pending = List.copyOf(pending);
    }

    List<ChangeSet> pending() {
        return pending;
    }
}

package io.bouquet.data.openjpa;

import io.bouquet.data.UnitSchemas.ChangeSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A persistence unit cannot be opened, or a database not be used; the message is for people and says a way out. */
public final class DataException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient List<ChangeSet> pending;

    DataException(String message) {
        this(message, null);
    }

    DataException(String message, @Nullable Throwable cause) {
        this(message, cause, List.of());
    }

    /** @param pending change sets that have not run because of it, in their order */
    DataException(String message, @Nullable Throwable cause, List<ChangeSet> pending) {
        super(message, cause);
        this.pending = List.copyOf(pending);
    }

    List<ChangeSet> pending() {
        return pending;
    }
}

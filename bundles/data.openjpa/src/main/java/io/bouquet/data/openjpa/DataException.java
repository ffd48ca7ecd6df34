package io.bouquet.data.openjpa;

import io.bouquet.data.UnitSchemas.ChangeSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Thrown if a persistence unit cannot be opened or a database cannot be used; the message says what to do. */
public final class DataException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient List<ChangeSet> pending;
    private final String code;
    private final String remedy;

    DataException(String message) {
        this(message, null);
    }

    DataException(String message, @Nullable Throwable cause) {
        this(
                "unit-failed",
                message,
                "Correct persistence.xml or the change log, and install the plugin again",
                cause,
                List.of());
    }

    /** @param pending change sets that have not run because of the failure, in order */
    DataException(String message, @Nullable Throwable cause, List<ChangeSet> pending) {
        this(
                "migration-failed",
                message,
                "Correct that statement in the change log, and install the plugin again",
                cause,
                pending);
    }

    /**
     * @param code   stable name of the kind of problem, for the doctor
     * @param remedy how to solve it, without a full stop
     */
    DataException(String code, String message, String remedy, @Nullable Throwable cause) {
        this(code, message, remedy, cause, List.of());
    }

    private DataException(
            String code, String message, String remedy, @Nullable Throwable cause, List<ChangeSet> pending) {
        super(message, cause);
        this.code = code;
        this.remedy = remedy;
        this.pending = List.copyOf(pending);
    }

    String code() {
        return code;
    }

    String remedy() {
        return remedy;
    }

    List<ChangeSet> pending() {
        return pending;
    }
}

package io.bouquet.training;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** The state of a run. */
public enum RunState {
    /** Waits for another run. */
    QUEUED,
    RUNNING,
    DONE,
    FAILED,
    CANCELLED;

    /** Returns the name in JSON, the shell and the console. */
    @JsonValue
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    public boolean hasEnded() {
        return this == DONE || this == FAILED || this == CANCELLED;
    }
}

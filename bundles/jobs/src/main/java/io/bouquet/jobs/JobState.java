package io.bouquet.jobs;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;
import java.util.Optional;

/** The state of a job. */
public enum JobState {
    /** No document has been processed yet. */
    QUEUED,
    RUNNING,
    /** Each document has a result or an error. */
    DONE,
    /** The job as a whole cannot go on. */
    FAILED,
    CANCELLED;

    /** Returns the state with this name, such as {@code queued}. */
    public static Optional<JobState> of(String wireName) {
        for (JobState state : values()) {
            if (state.wireName().equals(wireName)) {
                return Optional.of(state);
            }
        }
        return Optional.empty();
    }

    /** Returns the name in JSON, the shell and the console. */
    @JsonValue
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Returns whether nothing more will be processed. */
    public boolean hasEnded() {
        return this == DONE || this == FAILED || this == CANCELLED;
    }
}

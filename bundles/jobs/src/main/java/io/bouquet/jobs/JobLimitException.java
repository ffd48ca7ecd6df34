package io.bouquet.jobs;

/** Thrown if a new job is beyond a limit. Nothing of it was stored. The message names the limit. */
public final class JobLimitException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** The limit that was reached. */
    public enum Limit {
        /** The account has too many jobs that have not ended; later there may be room. */
        JOBS,
        /** The job has too many documents or bytes. */
        SIZE
    }

    private final Limit limit;

    public JobLimitException(Limit limit, String message) {
        super(message);
        this.limit = limit;
    }

    public Limit limit() {
        return limit;
    }
}

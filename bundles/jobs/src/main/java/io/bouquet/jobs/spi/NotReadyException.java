package io.bouquet.jobs.spi;

/** Thrown if a kind cannot process documents now, for example because too many requests are waiting. The job waits. */
public final class NotReadyException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int retryAfterSeconds;

    /**
     * @param message           what the job waits for, for people: {@code a tagger for the layer 'entities'}
     * @param retryAfterSeconds seconds after which the job tries again; 1 or more
     */
    public NotReadyException(String message, int retryAfterSeconds) {
        super(message);
        this.retryAfterSeconds = Math.max(1, retryAfterSeconds);
    }

    public int retryAfterSeconds() {
        return retryAfterSeconds;
    }
}

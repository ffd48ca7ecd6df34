package io.bouquet.tagging;

/** Signals that the queue for texts is full. Retry after {@link #retryAfterSeconds()}. */
public final class OverloadedException extends TaggingException {
    private static final long serialVersionUID = 1L;

    private final int retryAfterSeconds;

    public OverloadedException(int waiting, int retryAfterSeconds) {
        super(waiting + " texts are being annotated and no more fit; try again in " + retryAfterSeconds + " s");
        this.retryAfterSeconds = retryAfterSeconds;
    }

    public int retryAfterSeconds() {
        return retryAfterSeconds;
    }
}

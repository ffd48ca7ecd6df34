package io.bouquet.tagging;

/**
 * Signals that a tagger that is being replaced was not available again in time. Retry after
 * {@link #retryAfterSeconds()}.
 */
public final class AwaitedTaggerException extends TaggingException {
    private static final long serialVersionUID = 1L;

    private final int retryAfterSeconds;

    public AwaitedTaggerException(String tagger, long waitedSeconds, int retryAfterSeconds) {
        super("the tagger '" + tagger + "' is being replaced and was not ready within " + waitedSeconds
                + " s; try again in " + retryAfterSeconds + " s");
        this.retryAfterSeconds = retryAfterSeconds;
    }

    public int retryAfterSeconds() {
        return retryAfterSeconds;
    }
}

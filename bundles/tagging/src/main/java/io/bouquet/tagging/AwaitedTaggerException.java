package io.bouquet.tagging;

/** A tagger that is being replaced did not come back in time: try again after {@link #retryAfterSeconds()}. */
public final class AwaitedTaggerException extends TaggingException {
    private static final long serialVersionUID = 1L;

    private final int retryAfterSeconds;

    public AwaitedTaggerException(String tagger, long waitedSeconds, int retryAfterSeconds) {
        super("the tagger '" + tagger + "' is being replaced and did not come back within " + waitedSeconds
                + " s; try again in " + retryAfterSeconds + " s");
        this.retryAfterSeconds = retryAfterSeconds;
    }

    public int retryAfterSeconds() {
        return retryAfterSeconds;
    }
}

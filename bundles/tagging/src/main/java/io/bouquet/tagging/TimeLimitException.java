package io.bouquet.tagging;

/** The time limit of a request passed before any requested layer was made. */
public final class TimeLimitException extends TaggingException {
    private static final long serialVersionUID = 1L;

    public TimeLimitException() {
        super("no layer was made within the time limit of the request; allow more time, or send a shorter text");
    }
}

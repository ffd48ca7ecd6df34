package io.bouquet.deploy.engine;

/** Signals that a change cannot continue and must be undone. The message becomes the reason in the receipt. */
final class ChangeFailedException extends Exception {
    private static final long serialVersionUID = 1L;

    private final String words;

    ChangeFailedException(String message) {
        super(message);
        words = message;
    }

    ChangeFailedException(String message, Throwable cause) {
        super(message, cause);
        words = message;
    }

    /**
     * Returns the reason of a failure for a receipt: the message of this exception, or that of the root cause of
     * another.
     */
    static String wordsOf(Throwable failure) {
        return failure instanceof ChangeFailedException failed ? failed.words : Words.of(failure);
    }
}

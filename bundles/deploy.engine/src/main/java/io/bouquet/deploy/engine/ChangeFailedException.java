package io.bouquet.deploy.engine;

/** A change that cannot be gone on with; what it did is to be undone. The message is the receipt's reason. */
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

    /** Returns the reason of a failure for a receipt: the message of this exception, or what any other says at its root. */
    static String wordsOf(Throwable failure) {
        return failure instanceof ChangeFailedException failed ? failed.words : Words.of(failure);
    }
}

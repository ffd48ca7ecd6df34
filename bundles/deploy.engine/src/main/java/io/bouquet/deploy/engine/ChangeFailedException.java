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

    /** The message, which is always there. */
    String words() {
        return words;
    }
}

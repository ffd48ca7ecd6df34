package io.bouquet.deploy.engine;

/** A change that cannot be gone on with; what it did is to be undone. The message is the receipt's reason. */
final class ChangeFailedException extends Exception {
    private static final long serialVersionUID = 1L;

    ChangeFailedException(String message) {
        super(message);
    }

    ChangeFailedException(String message, Throwable cause) {
        super(message, cause);
    }
}

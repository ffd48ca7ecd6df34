package io.bouquet.tagging.oip;

/** A request that is answered with an error of the protocol. */
final class OipException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final int retryAfterSeconds;

    OipException(int status, String message) {
        this(status, message, 0);
    }

    /** @param retryAfterSeconds 0 if a retry does not help */
    OipException(int status, String message, int retryAfterSeconds) {
        super(message);
        this.status = status;
        this.retryAfterSeconds = retryAfterSeconds;
    }

    static OipException invalid(String message) {
        return new OipException(400, message);
    }

    int status() {
        return status;
    }

    int retryAfterSeconds() {
        return retryAfterSeconds;
    }
}

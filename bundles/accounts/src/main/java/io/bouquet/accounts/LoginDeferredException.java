package io.bouquet.accounts;

/** A login whose password was not compared with anything, so it may be right. The message says why. */
public final class LoginDeferredException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Why a password was not compared. */
    public enum Reason {
        /** Too many wrong passwords came before, from the same address. */
        TOO_MANY_WRONG,
        /** Too many logins wait for their turn. */
        BUSY,
        /** The accounts cannot be read: their database does not answer. */
        STORE_DOWN
    }

    private final Reason reason;
    private final int retryAfterSeconds;

    /** @param retryAfterSeconds 1 or more */
    public LoginDeferredException(Reason reason, String message, int retryAfterSeconds) {
        super(message);
        this.reason = reason;
        this.retryAfterSeconds = Math.max(1, retryAfterSeconds);
    }

    public LoginDeferredException(Reason reason, String message, int retryAfterSeconds, Throwable cause) {
        super(message, cause);
        this.reason = reason;
        this.retryAfterSeconds = Math.max(1, retryAfterSeconds);
    }

    public Reason reason() {
        return reason;
    }

    /** Seconds after which the same login is worth another try. */
    public int retryAfterSeconds() {
        return retryAfterSeconds;
    }
}

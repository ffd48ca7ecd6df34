package io.bouquet.accounts;

/** Thrown if a password or a token was not checked, so it may be right. The message says why. */
public final class LoginDeferredException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Why a password was not checked. */
    public enum Reason {
        /** Too many wrong passwords or tokens came from the same address. */
        TOO_MANY_WRONG,
        /** Too many logins are waiting. */
        BUSY,
        /** The database of the accounts, or the issuer of the token, does not answer. */
        STORE_DOWN
    }

    private final Reason reason;
    private final int retryAfterSeconds;

    /** @param retryAfterSeconds seconds after which the client should try again; 1 or more */
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

    /** Returns the number of seconds after which the client should try again. */
    public int retryAfterSeconds() {
        return retryAfterSeconds;
    }
}

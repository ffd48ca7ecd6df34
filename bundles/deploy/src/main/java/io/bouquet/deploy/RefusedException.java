package io.bouquet.deploy;

/** A change that was not begun: nothing has changed. The message says what is wrong, why, and how to mend it. */
public final class RefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** What is wrong. */
    public enum Reason {
        /** The archive is none, is damaged, or breaks a rule. */
        BAD_ARCHIVE,
        /** The archive has more bytes than may be. */
        TOO_LARGE,
        /** No plugin has the name, or it has no version to go back to. */
        NOT_FOUND,
        /** It is installed already, or is being changed, or the version goes down. */
        CONFLICT,
        /** It would touch what the policy protects. */
        FORBIDDEN,
        /** The platform is not ready for it. */
        UNAVAILABLE
    }

    private final Reason reason;

    public RefusedException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}

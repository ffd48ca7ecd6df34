package io.bouquet.deploy;

/** Refuses a change before anything has changed. The message says what is wrong, why, and how to fix it. */
public final class RefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** The kind of problem. */
    public enum Reason {
        /** The file is not an archive, is damaged, or breaks a rule. */
        BAD_ARCHIVE,
        /** The archive exceeds the size limit. */
        TOO_LARGE,
        /** No plugin has the name, or the plugin has no previous version. */
        NOT_FOUND,
        /**
         * The change conflicts with the current state: the plugin is already installed, is being changed, or the
         * version is older.
         */
        CONFLICT,
        /** The change would affect the platform, or the plugin lacks a permission. */
        FORBIDDEN,
        /** The platform is not ready for changes. */
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

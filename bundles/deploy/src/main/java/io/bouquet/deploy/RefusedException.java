package io.bouquet.deploy;

import java.util.List;

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
    private final transient List<Finding> findings;

    public RefusedException(Reason reason, String message) {
        this(reason, message, Finding.ofMessage(message));
    }

    /** @param findings the same in parts, each with its remedy */
    public RefusedException(Reason reason, String message, List<Finding> findings) {
        super(message);
        this.reason = reason;
        this.findings = List.copyOf(findings);
    }

    /** A refusal for one reason. */
    public RefusedException(Reason reason, Finding finding) {
        this(reason, finding.text(), List.of(finding));
    }

    /** Returns what is wrong, each with its remedy; never empty. */
    public List<Finding> findings() {
        return findings;
    }

    public Reason reason() {
        return reason;
    }
}

package io.bouquet.deploy.engine;

import io.bouquet.deploy.Finding;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Signals that a change cannot continue and must be undone. The message becomes the reason in the receipt. */
final class ChangeFailedException extends Exception {
    private static final long serialVersionUID = 1L;

    private final String words;
    private final transient List<Finding> findings;

    ChangeFailedException(String message) {
        this(message, null);
    }

    /** @param findings why the change failed; not empty */
    ChangeFailedException(List<Finding> findings) {
        this(findings, null);
    }

    ChangeFailedException(List<Finding> findings, @Nullable Throwable cause) {
        super(Finding.lines(findings), cause);
        this.findings = List.copyOf(findings);
        words = Finding.lines(findings);
    }

    ChangeFailedException(String message, @Nullable Throwable cause) {
        super(message, cause);
        words = message;
        findings = List.of(new Finding("change-failed", message.replaceAll("\\s*\\R\\s*", " "), ""));
    }

    /** Returns why a change failed, each with its remedy. */
    static List<Finding> findingsOf(Throwable failure) {
        return failure instanceof ChangeFailedException failed
                ? failed.findings
                : new ChangeFailedException(Words.of(failure)).findings;
    }

    /**
     * Returns the reason of a failure for a receipt: the message of this exception, or that of the root cause of
     * another.
     */
    static String wordsOf(Throwable failure) {
        return failure instanceof ChangeFailedException failed ? failed.words : Words.of(failure);
    }
}

package io.bouquet.accounts;

import org.osgi.annotation.versioning.ProviderType;

/**
 * The audit log, {@code log/audit.jsonl}. Values may contain any characters, but must not contain passwords or secrets of
 * tokens. Thread-safe.
 */
@ProviderType
public interface Audit {
    /**
     * An entry of the log.
     *
     * @param who     name of the account
     * @param from    address of the client, or another description of it
     * @param what    the action, such as {@code DELETE /api/plugins/shop}
     * @param outcome the result, such as {@code done}
     * @param reason  why it was refused; may be empty
     * @param request id of the HTTP request; may be empty
     */
    record Event(String who, String from, String what, String outcome, String reason, String request) {}

    /** Records an action. */
    void done(Event event);

    /** Records an action that was refused. If there are many, it records some of them and the number of the others. */
    void refused(Event event);

    /** Records an action without an HTTP request. */
    default void done(String who, String from, String what, String outcome) {
        done(new Event(who, from, what, outcome, "", ""));
    }

    /** Records an action without an HTTP request that was refused. */
    default void refused(String who, String from, String what, String reason) {
        refused(new Event(who, from, what, "refused", reason, ""));
    }
}

package io.bouquet.accounts;

import org.osgi.annotation.versioning.ProviderType;

/**
 * The audit log, {@code log/security.log}. Arguments may contain any characters, but must not contain passwords.
 * Thread-safe.
 */
@ProviderType
public interface Audit {
    /**
     * Records an action of an account.
     *
     * @param who     name of the account
     * @param from    address of the client, or another description of it
     * @param what    the action, such as {@code DELETE /api/plugins/shop}
     * @param outcome the result, such as {@code done}
     */
    void done(String who, String from, String what, String outcome);

    /**
     * Records an action that was refused to an unknown user. If there are many, it records some of them and the number
     * of the others.
     */
    void refused(String who, String from, String what, String outcome);
}

package io.bouquet.accounts;

import org.osgi.annotation.versioning.ProviderType;

/**
 * The record of who did what, from where, and with which outcome: {@code log/security.log}. What is given may hold any
 * characters, but never a password. Thread-safe.
 */
@ProviderType
public interface Audit {
    /**
     * Records something that an account did.
     *
     * @param who     name of an account
     * @param from    address, or another word for a place
     * @param what    such as {@code DELETE /api/plugins/shop}
     * @param outcome such as {@code done}
     */
    void done(String who, String from, String what, String outcome);

    /**
     * Records something that was refused to someone who is not known. Of a flood, only some are recorded, and how many
     * there were.
     */
    void refused(String who, String from, String what, String outcome);
}

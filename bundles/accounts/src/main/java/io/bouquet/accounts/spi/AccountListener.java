package io.bouquet.accounts.spi;

import io.bouquet.accounts.Account;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Listens to changes of accounts. Called after each change, on the thread that made it. Register it as a service if you
 * keep sessions or cached logins. Thread-safe.
 */
@ConsumerType
public interface AccountListener {
    /** Called when a password has changed. Ends all sessions that the old password opened. */
    void passwordChanged(String name);

    /** Called when the groups of an account have changed. */
    void groupsChanged(Account account);

    /** Called when an account was removed. Ends all its sessions. */
    void removed(String name);

    /**
     * Called when a token was revoked. Ends all that it opened. Tokens that a password granted are revoked with it, and those
     * of a removed account with the account; {@link #passwordChanged} and {@link #removed} tell of them.
     *
     * @param id id of the token
     */
    default void tokenRevoked(String id) {}
}

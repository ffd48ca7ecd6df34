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
}

package io.bouquet.accounts.spi;

import io.bouquet.accounts.Account;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Hears of each changed account, after the change and in the thread that made it. Whoever keeps people logged in
 * registers one as a service. Thread-safe.
 */
@ConsumerType
public interface AccountListener {
    /** The password is another now: end what the old one opened. */
    void passwordChanged(String name);

    /** The groups are others now. */
    void groupsChanged(Account account);

    /** There is no such account any more: end what it opened. */
    void removed(String name);
}

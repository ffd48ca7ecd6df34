package io.bouquet.accounts;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The accounts of the platform. Thread-safe. Passwords are stored as salted hashes only. The last account of the group
 * {@link Account#ADMIN} cannot be removed and cannot leave the group.
 */
@ProviderType
public interface Accounts {
    /**
     * Returns the account with this name if the password is right. An unknown name takes as long as a known one.
     *
     * @param address address of the client; wrong passwords from one address do not slow down logins from another
     * @throws LoginDeferredException if the password was not checked: too many wrong passwords came before, too many
     *     logins are waiting, or the database does not answer
     */
    Optional<Account> authenticate(String name, String password, String address);

    /** Calls {@link #authenticate(String, String, String)} for a login from an unknown address. */
    default Optional<Account> authenticate(String name, String password) {
        return authenticate(name, password, "");
    }

    /** Returns all accounts, sorted by name. */
    List<Account> list();

    /**
     * Creates an account.
     *
     * @throws IllegalArgumentException if the name exists or is invalid, a group is invalid, or the password is shorter
     *     than 8 characters
     */
    Account create(String name, String password, List<String> groups);

    /**
     * Changes a password. The old password stops working, and sessions of the account end.
     *
     * @throws IllegalArgumentException if no account has the name, or the password is shorter than 8 characters
     */
    void changePassword(String name, String password);

    /**
     * Replaces the groups of an account. Its sessions get the new groups at once.
     *
     * @throws IllegalArgumentException if no account has the name, a group is invalid, or the account is the last
     *     administrator and the new groups do not contain {@link Account#ADMIN}
     */
    Account changeGroups(String name, Set<String> groups);

    /**
     * Removes an account. Its password stops working, and its sessions end.
     *
     * @throws IllegalArgumentException if no account has the name, or the account is the last administrator
     */
    void remove(String name);
}

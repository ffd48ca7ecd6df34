package io.bouquet.accounts;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The accounts, in the order of their names. Thread-safe. Passwords are kept as salted hashes only. The last account of
 * the group {@link Account#ADMIN} can neither be removed nor leave the group.
 */
@ProviderType
public interface Accounts {
    /**
     * Returns the account of that name if the password is right; takes as long if the name is unknown.
     *
     * @param address where the login comes from; wrong passwords from one address do not slow down another
     * @throws LoginDeferredException if the password was not compared: too many wrong ones came before, too many logins
     *     wait, or the database does not answer
     */
    Optional<Account> authenticate(String name, String password, String address);

    /** As {@link #authenticate(String, String, String)}, for a login from an unknown address. */
    default Optional<Account> authenticate(String name, String password) {
        return authenticate(name, password, "");
    }

    List<Account> list();

    /**
     * Creates an account.
     *
     * @throws IllegalArgumentException if the name is taken or unfit, a group is unfit, or the password is shorter than 8
     *     characters
     */
    Account create(String name, String password, List<String> groups);

    /**
     * Changes a password. The old one is refused from then on, and sessions of the account end.
     *
     * @throws IllegalArgumentException if no account has the name, or the password is shorter than 8 characters
     */
    void changePassword(String name, String password);

    /**
     * Replaces the groups of an account; its sessions have the new groups from then on.
     *
     * @throws IllegalArgumentException if no account has the name, a group is unfit, or the account is the last
     *     administrator and would no longer be one
     */
    Account changeGroups(String name, Set<String> groups);

    /**
     * Removes an account. Its password is refused from then on, and its sessions end.
     *
     * @throws IllegalArgumentException if no account has the name, or the account is the last administrator
     */
    void remove(String name);
}

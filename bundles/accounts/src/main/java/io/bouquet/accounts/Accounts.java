package io.bouquet.accounts;

import java.util.List;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/** The accounts, in the order of their names. Thread-safe. Passwords are kept as salted hashes only. */
@ProviderType
public interface Accounts {
    /** The account of that name where the password is right; takes as long where the name is unknown. */
    Optional<Account> authenticate(String name, String password);

    List<Account> list();

    /**
     * Creates an account.
     *
     * @throws IllegalArgumentException where the name is taken or unfit, or the password shorter than 8 characters
     */
    Account create(String name, String password, List<String> groups);

    /**
     * Changes a password; the old one is refused from then on.
     *
     * @throws IllegalArgumentException where no account has the name, or the password is shorter than 8 characters
     */
    void changePassword(String name, String password);
}

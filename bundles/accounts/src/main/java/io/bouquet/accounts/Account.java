package io.bouquet.accounts;

import java.util.Set;

/**
 * Someone who may use the platform.
 *
 * @param name   lower case, unique
 * @param groups what the account may do; {@link #ADMIN} may do everything
 */
public record Account(String name, Set<String> groups) {
    public static final String ADMIN = "admin";

    public Account {
        groups = Set.copyOf(groups);
    }
}

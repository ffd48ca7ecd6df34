package io.bouquet.accounts;

import java.util.Set;

/**
 * A user of the platform.
 *
 * @param name   lower case, unique
 * @param groups names of groups, which give permissions; {@link #ADMIN} may do everything
 */
public record Account(String name, Set<String> groups) {
    public static final String ADMIN = "admin";

    public Account {
        groups = Set.copyOf(groups);
    }
}

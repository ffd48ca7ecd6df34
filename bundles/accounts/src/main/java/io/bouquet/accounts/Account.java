package io.bouquet.accounts;

import java.util.HashSet;
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

    /** Returns this account as if it were not in the group. */
    public Account without(String group) {
        if (!groups.contains(group)) {
            return this;
        }
        Set<String> others = new HashSet<>(groups);
        others.remove(group);
        return new Account(name, others);
    }
}

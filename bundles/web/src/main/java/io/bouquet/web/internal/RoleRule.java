package io.bouquet.web.internal;

import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The accounts that may call a method of a resource.
 *
 * @param groups     groups of which the caller needs one; null if it needs none; empty if nobody may call the method
 * @param unenforced why the annotations cannot be enforced; the empty string if they can
 */
record RoleRule(@Nullable SortedSet<String> groups, String unenforced) {
    static final RoleRule NONE = new RoleRule(null, "");
    static final RoleRule NOBODY = new RoleRule(new TreeSet<>(), "");

    static RoleRule anyOf(Iterable<String> groups) {
        SortedSet<String> sorted = new TreeSet<>();
        groups.forEach(sorted::add);
        return new RoleRule(sorted, "");
    }

    static RoleRule refused(String why) {
        return new RoleRule(new TreeSet<>(), why);
    }

    /** Returns the stricter of two rules; the common groups, if both name groups. */
    RoleRule and(RoleRule other) {
        if (!unenforced.isEmpty() || other.groups == null) {
            return this;
        }
        if (!other.unenforced.isEmpty() || groups == null) {
            return other;
        }
        SortedSet<String> both = new TreeSet<>(groups);
        both.retainAll(other.groups);
        return new RoleRule(both, "");
    }

    boolean isOpen() {
        return groups == null && unenforced.isEmpty();
    }
}

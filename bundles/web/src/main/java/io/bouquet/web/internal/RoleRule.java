package io.bouquet.web.internal;

import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Who may call a method of a resource.
 *
 * @param groups     one of them is needed; null if no group is; empty if nobody may call the method
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

    /** The stricter of two rules; what both name, if both name groups. */
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

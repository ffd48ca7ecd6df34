package io.bouquet.web.internal;

import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The callers that may use a method of a resource.
 *
 * @param groups     groups of which the account needs one; null if it needs none; empty if nobody may call the method
 * @param scopes     scopes, all of which a token needs; null if no annotation names any
 * @param unenforced why the annotations cannot be enforced; the empty string if they can
 */
record RoleRule(
        @Nullable SortedSet<String> groups, @Nullable SortedSet<String> scopes, String unenforced) {
    static final RoleRule NONE = new RoleRule(null, null, "");
    static final RoleRule NOBODY = new RoleRule(new TreeSet<>(), null, "");

    static RoleRule anyOf(Iterable<String> groups) {
        return new RoleRule(sorted(groups), null, "");
    }

    static RoleRule scopes(Iterable<String> scopes) {
        return new RoleRule(null, sorted(scopes), "");
    }

    static RoleRule refused(String why) {
        return new RoleRule(new TreeSet<>(), null, why);
    }

    private static SortedSet<String> sorted(Iterable<String> names) {
        SortedSet<String> sorted = new TreeSet<>();
        names.forEach(sorted::add);
        return sorted;
    }

    /** Returns a rule that is as strict as both: the common groups, and all scopes. */
    RoleRule and(RoleRule other) {
        if (!unenforced.isEmpty()) {
            return this;
        }
        if (!other.unenforced.isEmpty()) {
            return other;
        }
        SortedSet<String> both = groups;
        if (both == null || other.groups == null) {
            both = both == null ? other.groups : both;
        } else {
            both = new TreeSet<>(both);
            both.retainAll(other.groups);
        }
        SortedSet<String> all = scopes;
        if (all == null || other.scopes == null) {
            all = all == null ? other.scopes : all;
        } else {
            all = new TreeSet<>(all);
            all.addAll(other.scopes);
        }
        return new RoleRule(both, all, "");
    }

    boolean isOpen() {
        return groups == null && scopes == null && unenforced.isEmpty();
    }
}

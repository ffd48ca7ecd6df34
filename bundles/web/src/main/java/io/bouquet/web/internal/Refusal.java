package io.bouquet.web.internal;

import io.bouquet.accounts.Account;
import io.bouquet.accounts.Caller;
import io.bouquet.accounts.Scopes;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The answer to a caller who may not call a method.
 *
 * @param challenges values of the header {@code WWW-Authenticate}
 */
record Refusal(Problem problem, List<String> challenges) {
    /** The role of every caller with an account, as in servlets. */
    static final String ANY_ACCOUNT = "**";

    private static final Logger LOG = LoggerFactory.getLogger(Refusal.class);

    /**
     * Returns why a caller may not call a method; null if it may.
     *
     * @param isInGroup whether the caller's account may do what a group may
     * @param caller    null if the caller is unknown, or no request guard is installed
     */
    static @Nullable Refusal of(
            RoleRule rule,
            Class<?> type,
            Method method,
            boolean hasAccount,
            Predicate<String> isInGroup,
            @Nullable Caller caller) {
        if (!rule.unenforced().isEmpty()) {
            LOG.error("{}.{} answers nobody: {}", type.getName(), method.getName(), rule.unenforced());
            return problem(
                    500, "who may call this is said in a way that the platform cannot enforce; its log says why");
        }
        Refusal ofGroups = rule.groups() == null ? null : ofGroups(rule.groups(), hasAccount, isInGroup, caller);
        return ofGroups != null || rule.scopes() == null ? ofGroups : ofScopes(rule.scopes(), hasAccount, caller);
    }

    private static @Nullable Refusal ofGroups(
            SortedSet<String> groups, boolean hasAccount, Predicate<String> isInGroup, @Nullable Caller caller) {
        if (groups.isEmpty()) {
            return problem(403, "nobody may call this");
        }
        if (hasAccount && (groups.contains(ANY_ACCOUNT) || groups.stream().anyMatch(isInGroup))) {
            return null;
        }
        String needed = groups.size() == 1
                ? "this needs the group " + groups.first()
                : "this needs one of the groups " + String.join(", ", groups);
        if (!hasAccount) {
            return unauthorized(needed + ", and so an account");
        }
        return groups.contains(Account.ADMIN) && caller != null && !caller.has(Scopes.ADMIN)
                ? insufficient(
                        needed + "; the token acts without the group admin, because it does not have the scope admin",
                        new TreeSet<>(Set.of(Scopes.ADMIN)))
                : problem(403, needed);
    }

    private static @Nullable Refusal ofScopes(SortedSet<String> scopes, boolean hasAccount, @Nullable Caller caller) {
        if (!hasAccount) {
            return unauthorized("this needs an account");
        }
        SortedSet<String> missing = new TreeSet<>(scopes);
        missing.removeIf(scope -> caller == null || caller.has(scope));
        return missing.isEmpty()
                ? null
                : insufficient(
                        "this needs the " + (missing.size() == 1 ? "scope " : "scopes ") + String.join(", ", missing)
                                + ", which the token does not have",
                        scopes);
    }

    private static Refusal unauthorized(String detail) {
        return new Refusal(
                new Problem(401, detail), List.of(BasicAuthenticator.CHALLENGE, BearerAuthenticator.CHALLENGE));
    }

    private static Refusal insufficient(String detail, SortedSet<String> scopes) {
        return new Refusal(new Problem(403, detail), List.of(BearerAuthenticator.insufficient(scopes)));
    }

    private static Refusal problem(int status, String detail) {
        return new Refusal(new Problem(status, detail), List.of());
    }
}

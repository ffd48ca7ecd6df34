package io.bouquet.accounts;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An account as it acts in a request, limited to the scopes of its credentials.
 *
 * @param account the account; without the group {@link Account#ADMIN} if the scopes lack {@link Scopes#ADMIN}
 * @param scopes  scopes of the token; null if the credentials have no limits, such as a password
 * @param token   id of the token; the empty string for other credentials
 */
public record Caller(Account account, @Nullable Set<String> scopes, String token) {
    public Caller {
        if (scopes != null) {
            scopes = Set.copyOf(scopes);
            if (!scopes.contains(Scopes.ADMIN)) {
                account = account.without(Account.ADMIN);
            }
        }
    }

    /** Creates the caller for credentials without limits. */
    public static Caller of(Account account) {
        return new Caller(account, null, "");
    }

    /** Returns whether the credentials allow the scope. */
    public boolean has(String scope) {
        return scopes == null || scopes.contains(scope);
    }

    /** Returns the account, and the token if there is one, for people. */
    public String shown() {
        return token.isEmpty() ? account.name() : account.name() + ", token " + token;
    }
}

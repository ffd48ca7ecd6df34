package io.bouquet.accounts;

import java.time.Instant;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;

/**
 * A token, which acts as its account within its scopes.
 *
 * @param id      not secret; names the token in lists and logs
 * @param account name of the account
 * @param name    given by the user
 * @param granted whether the token endpoint granted it; false if a user created it
 * @param expires the token is invalid from then on
 * @param used    about the time of the last use; null if it was never used
 */
public record Token(
        String id,
        String account,
        String name,
        SortedSet<String> scopes,
        boolean granted,
        Instant created,
        Instant expires,
        @Nullable Instant used) {}

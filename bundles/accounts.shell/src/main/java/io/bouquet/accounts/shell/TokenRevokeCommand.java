package io.bouquet.accounts.shell;

import io.bouquet.accounts.Tokens;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.jspecify.annotations.Nullable;

/** {@code account:token-revoke}. */
@Service
@Command(
        scope = "account",
        name = "token-revoke",
        description = "Revokes a token; it stops working at once",
        detailedDescription = "Example: account:token-revoke 3f9a2c51d07be684. account:token-list shows the ids.")
public final class TokenRevokeCommand implements Action {
    @Reference
    Tokens tokens;

    @Argument(name = "id", description = "Id of a token", required = true)
    @Completion(TokenCompleter.class)
    String id;

    @Override
    public @Nullable Object execute() {
        if (!tokens.revoke(id)) {
            throw new IllegalArgumentException("no token has the id '" + id + "'; account:token-list shows all");
        }
        System.out.println("Revoked the token " + id + ".");
        return null;
    }
}

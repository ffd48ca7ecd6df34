package io.bouquet.accounts.shell;

import io.bouquet.accounts.Accounts;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.jspecify.annotations.Nullable;

/** {@code account:remove}. */
@Service
@Command(
        scope = "account",
        name = "remove",
        description = "Removes an account",
        detailedDescription =
                "Ends the account's sessions of the console, logins over REST and shells. Documents that it"
                        + " stored are kept. The last administrator cannot be removed.")
public final class RemoveCommand implements Action {
    @Reference
    Accounts accounts;

    @Argument(name = "name", description = "Name of an account", required = true)
    @Completion(AccountCompleter.class)
    String name;

    @Override
    public @Nullable Object execute() {
        accounts.remove(name);
        System.out.println("Removed '" + name + "'.");
        return null;
    }
}

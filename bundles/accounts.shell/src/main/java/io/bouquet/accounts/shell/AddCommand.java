package io.bouquet.accounts.shell;

import io.bouquet.accounts.Account;
import io.bouquet.accounts.Accounts;
import java.io.IOException;
import java.util.List;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.api.console.Session;
import org.jspecify.annotations.Nullable;

/** {@code account:add}. */
@Service
@Command(
        scope = "account",
        name = "add",
        description = "Adds an account",
        detailedDescription =
                "Example: account:add bob editors. Asks for a password of 8 characters or more; with --stdin"
                        + " reads it from the first line of the standard input. The group admin may do everything.")
public final class AddCommand implements Action {
    @Reference
    Accounts accounts;

    @Reference
    Session session;

    @Argument(
            index = 0,
            name = "name",
            description = "Name of the account; may contain a-z, 0-9, ., _, @ and -",
            required = true)
    String name;

    @Argument(index = 1, name = "groups", description = "Groups of the account", multiValued = true)
    @Completion(GroupCompleter.class)
    @Nullable
    List<String> groups;

    @Option(name = "--stdin", description = "Reads the password from the standard input instead of asking")
    boolean stdin;

    @Override
    public @Nullable Object execute() throws IOException {
        String password = NewPassword.ask(session, stdin, System.in, System.out);
        Account created = accounts.create(name, password, groups == null ? List.of() : groups);
        System.out.println("Added " + AccountText.of(created) + ".");
        return null;
    }
}

package io.bouquet.accounts.shell;

import io.bouquet.accounts.Accounts;
import java.io.IOException;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.api.console.Session;
import org.jspecify.annotations.Nullable;

/** {@code account:password}. */
@Service
@Command(
        scope = "account",
        name = "password",
        description = "Changes the password of an account",
        detailedDescription =
                "Asks for a new password of 8 characters or more; with --stdin reads it from the first line"
                        + " of the standard input. The old password stops working at once. Sessions of the console, logins"
                        + " over REST and shells that used it end.")
public final class PasswordCommand implements Action {
    @Reference
    Accounts accounts;

    @Reference
    Session session;

    @Argument(name = "name", description = "Name of an account", required = true)
    @Completion(AccountCompleter.class)
    String name;

    @Option(name = "--stdin", description = "Reads the password from the standard input instead of asking")
    boolean stdin;

    @Override
    public @Nullable Object execute() throws IOException {
        AccountText.required(accounts, name);
        accounts.changePassword(name, NewPassword.ask(session, stdin, System.in, System.out));
        System.out.println("The password of '" + name + "' is changed.");
        return null;
    }
}

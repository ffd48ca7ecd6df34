package io.bouquet.accounts.shell;

import io.bouquet.accounts.NewToken;
import io.bouquet.accounts.Scopes;
import io.bouquet.accounts.Tokens;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.jspecify.annotations.Nullable;

/** {@code account:token-create}. */
@Service
@Command(
        scope = "account",
        name = "token-create",
        description = "Creates a token, which acts as an account within its scopes",
        detailedDescription =
                "Example: account:token-create bob ci read write. Prints the secret, which cannot be shown again. A token"
                        + " needs the scope read for GET, write for changes, and admin to act as an administrator; plugins have"
                        + " scopes of their own. Without scopes it gets read and write.")
public final class TokenCreateCommand implements Action {
    private static final Pattern VALIDITY = Pattern.compile("(\\d{1,9})([smhd])");

    @Reference
    Tokens tokens;

    @Argument(index = 0, name = "account", description = "Name of an account", required = true)
    @Completion(AccountCompleter.class)
    String account;

    @Argument(index = 1, name = "name", description = "Name of the token, such as its purpose", required = true)
    @Completion(AnyTextCompleter.class)
    String name;

    @Argument(index = 2, name = "scopes", description = "Scopes of the token", multiValued = true)
    @Completion(ScopeCompleter.class)
    @Nullable
    List<String> scopes;

    @Option(name = "--valid", description = "Time until it expires, such as 12h or 90d; at most 3650d")
    String valid = "90d";

    @Override
    public @Nullable Object execute() {
        NewToken created = tokens.create(account, name, scopes == null ? Scopes.DEFAULT : scopes, validity(valid));
        System.out.println("Created the token " + created.token().id() + " of '" + account + "', valid until "
                + created.token().expires() + ". Its secret is shown only now:");
        System.out.println(created.secret());
        return null;
    }

    static Duration validity(String text) {
        Matcher matcher = VALIDITY.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    "'" + text + "' is not a time; write a number and s, m, h or d, such as 90d");
        }
        long number = Long.parseLong(matcher.group(1));
        return switch (matcher.group(2)) {
            case "s" -> Duration.ofSeconds(number);
            case "m" -> Duration.ofMinutes(number);
            case "h" -> Duration.ofHours(number);
            default -> Duration.ofDays(number);
        };
    }
}

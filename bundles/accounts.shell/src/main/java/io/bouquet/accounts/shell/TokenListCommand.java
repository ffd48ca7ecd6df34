package io.bouquet.accounts.shell;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bouquet.accounts.Token;
import io.bouquet.accounts.Tokens;
import java.io.PrintStream;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.support.table.ShellTable;
import org.jspecify.annotations.Nullable;

/** {@code account:token-list}. */
@Service
@Command(
        scope = "account",
        name = "token-list",
        description = "Lists the tokens of an account, or of all accounts",
        detailedDescription = "Example: account:token-list bob. Secrets are stored as hashes and never shown.")
public final class TokenListCommand implements Action {
    @Reference
    Tokens tokens;

    @Argument(name = "account", description = "Name of an account; all accounts by default")
    @Completion(AccountCompleter.class)
    @Nullable
    String account;

    @Option(name = "--json", description = "Prints JSON instead of a table")
    boolean json;

    @Override
    public @Nullable Object execute() {
        print(account == null ? tokens.list() : tokens.list(account), Instant.now(), System.out);
        return null;
    }

    void print(List<Token> all, Instant now, PrintStream out) {
        if (json) {
            out.println(toJson(all));
            return;
        }
        ShellTable table = new ShellTable();
        for (String column : List.of("Id", "Account", "Name", "Scopes", "Expires", "Last use")) {
            table.column(column);
        }
        table.emptyTableText("no tokens");
        for (Token token : all) {
            table.addRow()
                    .addContent(
                            token.id(),
                            token.account(),
                            token.name(),
                            String.join(" ", token.scopes()),
                            time(token.expires()) + (token.expires().isAfter(now) ? "" : " (expired)"),
                            time(token.used()));
        }
        table.print(out);
    }

    private static String time(@Nullable Instant time) {
        return time == null ? "never" : time.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    private static String toJson(List<Token> all) {
        List<Map<String, Object>> plain =
                all.stream().map(TokenListCommand::members).toList();
        try {
            return new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(plain);
        } catch (JsonProcessingException never) {
            throw new IllegalStateException("no JSON for tokens", never);
        }
    }

    private static Map<String, Object> members(Token token) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("id", token.id());
        members.put("account", token.account());
        members.put("name", token.name());
        members.put("scopes", token.scopes());
        members.put("granted", token.granted());
        members.put("created", token.created().toString());
        members.put("expires", token.expires().toString());
        Instant used = token.used();
        if (used != null) {
            members.put("used", used.toString());
        }
        return members;
    }
}

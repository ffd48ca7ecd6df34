package io.bouquet.accounts.shell;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bouquet.accounts.Account;
import io.bouquet.accounts.Accounts;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.support.table.ShellTable;
import org.jspecify.annotations.Nullable;

/** {@code account:list}. */
@Service
@Command(
        scope = "account",
        name = "list",
        description = "Lists the accounts and their groups",
        detailedDescription = "Example: account:list --json. Passwords are stored as hashes and never shown.")
public final class ListCommand implements Action {
    @Reference
    Accounts accounts;

    @Option(name = "--json", description = "Prints JSON instead of a table")
    boolean json;

    @Override
    public @Nullable Object execute() {
        print(accounts.list(), System.out);
        return null;
    }

    void print(List<Account> all, PrintStream out) {
        if (json) {
            out.println(toJson(all));
            return;
        }
        ShellTable table = new ShellTable();
        table.column("Name");
        table.column("Groups");
        for (Account account : all) {
            table.addRow().addContent(account.name(), String.join(", ", new TreeSet<>(account.groups())));
        }
        table.print(out);
    }

    private static String toJson(List<Account> all) {
        List<Map<String, Object>> plain = all.stream()
                .<Map<String, Object>>map(account ->
                        new TreeMap<>(Map.of("name", account.name(), "groups", new TreeSet<>(account.groups()))))
                .toList();
        try {
            return new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(plain);
        } catch (JsonProcessingException never) {
            throw new IllegalStateException("no JSON for accounts", never);
        }
    }
}

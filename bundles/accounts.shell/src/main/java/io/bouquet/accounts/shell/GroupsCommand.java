package io.bouquet.accounts.shell;

import io.bouquet.accounts.Accounts;
import java.util.List;
import java.util.TreeSet;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.jspecify.annotations.Nullable;

/** {@code account:groups}. */
@Service
@Command(
        scope = "account",
        name = "groups",
        description = "Shows or replaces the groups of an account",
        detailedDescription =
                "Examples: account:groups bob; account:groups bob editors admin; account:groups --none bob."
                        + " The new groups replace the old ones. The last administrator cannot leave the group admin.")
public final class GroupsCommand implements Action {
    @Reference
    Accounts accounts;

    @Argument(index = 0, name = "name", description = "Name of an account", required = true)
    @Completion(AccountCompleter.class)
    String name;

    @Argument(
            index = 1,
            name = "groups",
            description = "New groups of the account; they replace the old ones",
            multiValued = true)
    @Completion(GroupCompleter.class)
    @Nullable
    List<String> groups;

    @Option(name = "--none", description = "Removes the account from all groups")
    boolean none;

    @Override
    public @Nullable Object execute() {
        List<String> wanted = groups == null ? List.of() : groups;
        if (none && !wanted.isEmpty()) {
            throw new IllegalArgumentException("either --none or groups, not both");
        }
        if (none || !wanted.isEmpty()) {
            System.out.println("Changed " + AccountText.of(accounts.changeGroups(name, new TreeSet<>(wanted))) + ".");
        } else {
            System.out.println(AccountText.of(AccountText.required(accounts, name)));
        }
        return null;
    }
}

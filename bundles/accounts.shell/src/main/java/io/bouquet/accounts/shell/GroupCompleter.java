package io.bouquet.accounts.shell;

import io.bouquet.accounts.Account;
import io.bouquet.accounts.Accounts;
import java.util.List;
import java.util.stream.Stream;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.api.console.CommandLine;
import org.apache.karaf.shell.api.console.Completer;
import org.apache.karaf.shell.api.console.Session;
import org.apache.karaf.shell.support.completers.StringsCompleter;

/** Completes the names of groups that have members. */
@Service
public final class GroupCompleter implements Completer {
    @Reference
    Accounts accounts;

    @Override
    public int complete(Session session, CommandLine line, List<String> candidates) {
        return new StringsCompleter(groups()).complete(session, line, candidates);
    }

    private List<String> groups() {
        return Stream.concat(
                        Stream.of(Account.ADMIN),
                        accounts.list().stream().flatMap(account -> account.groups().stream()))
                .distinct()
                .sorted()
                .toList();
    }
}

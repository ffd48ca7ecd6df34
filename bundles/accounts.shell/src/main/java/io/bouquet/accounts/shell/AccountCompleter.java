package io.bouquet.accounts.shell;

import io.bouquet.accounts.Account;
import io.bouquet.accounts.Accounts;
import java.util.List;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.api.console.CommandLine;
import org.apache.karaf.shell.api.console.Completer;
import org.apache.karaf.shell.api.console.Session;
import org.apache.karaf.shell.support.completers.StringsCompleter;

/** Completes the names of accounts. */
@Service
public final class AccountCompleter implements Completer {
    @Reference
    Accounts accounts;

    @Override
    public int complete(Session session, CommandLine line, List<String> candidates) {
        return new StringsCompleter(accounts.list().stream().map(Account::name).toList())
                .complete(session, line, candidates);
    }
}

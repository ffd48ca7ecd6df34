package io.bouquet.accounts.shell;

import io.bouquet.accounts.Scopes;
import io.bouquet.accounts.Tokens;
import java.util.List;
import java.util.stream.Stream;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.api.console.CommandLine;
import org.apache.karaf.shell.api.console.Completer;
import org.apache.karaf.shell.api.console.Session;
import org.apache.karaf.shell.support.completers.StringsCompleter;

/** Completes the scopes of the platform and those that tokens have. */
@Service
public final class ScopeCompleter implements Completer {
    @Reference
    Tokens tokens;

    @Override
    public int complete(Session session, CommandLine line, List<String> candidates) {
        return new StringsCompleter(scopes()).complete(session, line, candidates);
    }

    private List<String> scopes() {
        return Stream.concat(
                        Stream.of(Scopes.READ, Scopes.WRITE, Scopes.ADMIN),
                        tokens.list().stream().flatMap(token -> token.scopes().stream()))
                .distinct()
                .toList();
    }
}

package io.bouquet.accounts.shell;

import io.bouquet.accounts.Token;
import io.bouquet.accounts.Tokens;
import java.util.List;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.api.console.CommandLine;
import org.apache.karaf.shell.api.console.Completer;
import org.apache.karaf.shell.api.console.Session;
import org.apache.karaf.shell.support.completers.StringsCompleter;

/** Completes the ids of tokens. */
@Service
public final class TokenCompleter implements Completer {
    @Reference
    Tokens tokens;

    @Override
    public int complete(Session session, CommandLine line, List<String> candidates) {
        return new StringsCompleter(tokens.list().stream().map(Token::id).toList()).complete(session, line, candidates);
    }
}

package io.bouquet.deploy.shell;

import io.bouquet.deploy.Repositories;
import io.bouquet.deploy.Repository;
import java.util.List;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.api.console.CommandLine;
import org.apache.karaf.shell.api.console.Completer;
import org.apache.karaf.shell.api.console.Session;
import org.apache.karaf.shell.support.completers.StringsCompleter;

/** Completes the names of the repositories. */
@Service
public final class RepositoryCompleter implements Completer {
    @Reference
    Repositories repositories;

    @Override
    public int complete(Session session, CommandLine line, List<String> candidates) {
        return new StringsCompleter(repositories.repositories().stream()
                        .map(Repository::name)
                        .toList())
                .complete(session, line, candidates);
    }
}

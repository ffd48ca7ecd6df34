package io.bouquet.deploy.shell;

import io.bouquet.deploy.Repositories;
import java.util.List;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.api.console.CommandLine;
import org.apache.karaf.shell.api.console.Completer;
import org.apache.karaf.shell.api.console.Session;

/** Completes as {@link ReleaseCompleter}, but only plugins that are installed. */
@Service
public final class NewerReleaseCompleter implements Completer {
    @Reference
    Repositories repositories;

    @Override
    public int complete(Session session, CommandLine line, List<String> candidates) {
        return ReleaseCompleter.complete(
                repositories.search("").releases().stream()
                        .filter(release -> release.installed().isPresent())
                        .toList(),
                session,
                line,
                candidates);
    }
}

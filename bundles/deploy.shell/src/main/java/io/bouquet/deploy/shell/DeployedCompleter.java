package io.bouquet.deploy.shell;

import io.bouquet.deploy.Deployments;
import io.bouquet.deploy.Plugin;
import java.util.List;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.api.console.CommandLine;
import org.apache.karaf.shell.api.console.Completer;
import org.apache.karaf.shell.api.console.Session;
import org.apache.karaf.shell.support.completers.StringsCompleter;

/** Completes the names of the installed plugins. */
@Service
public final class DeployedCompleter implements Completer {
    @Reference
    Deployments deployments;

    @Override
    public int complete(Session session, CommandLine line, List<String> candidates) {
        return new StringsCompleter(
                        deployments.plugins().stream().map(Plugin::name).toList())
                .complete(session, line, candidates);
    }
}

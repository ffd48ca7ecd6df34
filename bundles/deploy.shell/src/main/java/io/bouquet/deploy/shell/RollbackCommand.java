package io.bouquet.deploy.shell;

import io.bouquet.deploy.Change;
import io.bouquet.deploy.Deployments;
import java.util.List;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.api.console.Session;
import org.jspecify.annotations.Nullable;

/** {@code plugin:rollback}. */
@Service
@Command(
        scope = "plugin",
        name = "rollback",
        description = "Installs the previous version of one or more plugins again",
        detailedDescription = "If that version is on standby, this is instant; else it is loaded and checked first.")
public final class RollbackCommand implements Action {
    @Reference
    Deployments deployments;

    @Reference
    Session session;

    @Argument(
            name = "plugins",
            description = "Names of plugins that were installed here, separated by spaces",
            required = true,
            multiValued = true)
    @Completion(DeployedCompleter.class)
    List<String> plugins;

    @Option(name = "--plan", description = "Prints what would be done, and does nothing")
    boolean plan;

    @Override
    public @Nullable Object execute() throws Exception {
        new ChangeRun(deployments, session, System.out)
                .runAll(plugins.stream().distinct().map(Change::rollback).toList(), plan);
        return null;
    }
}

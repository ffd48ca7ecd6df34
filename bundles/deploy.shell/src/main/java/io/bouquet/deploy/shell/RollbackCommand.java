package io.bouquet.deploy.shell;

import io.bouquet.deploy.Change;
import io.bouquet.deploy.Deployments;
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
        description = "Goes back to the version of a plugin that was there before",
        detailedDescription = "At once where that version stands by; else it is loaded and checked first.")
public final class RollbackCommand implements Action {
    @Reference
    Deployments deployments;

    @Reference
    Session session;

    @Argument(name = "plugin", description = "Name of a plugin that was installed here", required = true)
    @Completion(DeployedCompleter.class)
    String plugin;

    @Option(name = "--plan", description = "Prints what would be done, and does nothing")
    boolean plan;

    @Override
    public @Nullable Object execute() throws Exception {
        new ChangeRun(deployments, session, System.out).run(Change.rollback(plugin), plan);
        return null;
    }
}

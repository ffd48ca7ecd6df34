package io.bouquet.deploy.shell;

import io.bouquet.deploy.Change;
import io.bouquet.deploy.Deployments;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.api.console.Session;
import org.jspecify.annotations.Nullable;

/** {@code plugin:remove}. */
@Service
@Command(
        scope = "plugin",
        name = "remove",
        description = "Removes one or more plugins",
        detailedDescription =
                "Its running requests are answered first. Its data in the database stays, unless --purge drops it after it has shown the data and asked.")
public final class RemoveCommand implements Action {
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

    @Option(name = "--purge", description = "Also drops its data: its database schema with all tables")
    boolean purge;

    @Option(name = "--yes", description = "Does not ask before data is dropped")
    boolean yes;

    @Option(name = "--plan", description = "Prints what would be done, and does nothing")
    boolean plan;

    @Override
    public @Nullable Object execute() throws Exception {
        List<Change> removals = plugins.stream()
                .distinct()
                .map(plugin -> purge ? Change.remove(plugin).withPurge() : Change.remove(plugin))
                .toList();
        if (purge && !plan && !yes) {
            removals.forEach(removal -> deployments.plan(removal).notes().forEach(System.out::println));
            String names = removals.stream().map(Change::plugin).collect(Collectors.joining(", "));
            String answer = session.readLine(
                    "Remove " + names + " and drop " + (removals.size() == 1 ? "its" : "their")
                            + " data for good? (yes/no) ",
                    null);
            if (!"yes".equals(answer == null ? "" : answer.strip())) {
                System.out.println("Nothing has changed.");
                return null;
            }
        }
        new ChangeRun(deployments, session, System.out).runAll(removals, plan);
        return null;
    }
}

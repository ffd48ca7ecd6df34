package io.bouquet.schedules.shell;

import io.bouquet.schedules.Schedules;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.jspecify.annotations.Nullable;

/** {@code schedule:run}. */
@Service
@Command(
        scope = "schedule",
        name = "run",
        description = "Starts a scheduled task now",
        detailedDescription = "Example: schedule:run com.example.reports nightly. Its next run stays at its time.")
public final class RunCommand implements Action {
    @Reference
    Schedules schedules;

    @Argument(name = "plugin", description = "Symbolic name of the bundle", required = true)
    @Completion(PluginCompleter.class)
    String plugin;

    @Argument(index = 1, name = "task", description = "Name of the task", required = true)
    @Completion(TaskCompleter.class)
    String task;

    @Override
    public @Nullable Object execute() {
        schedules.run(plugin, task);
        System.out.println("Started; schedule:list shows the result.");
        return null;
    }
}

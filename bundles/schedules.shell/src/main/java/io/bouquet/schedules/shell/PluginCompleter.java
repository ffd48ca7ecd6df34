package io.bouquet.schedules.shell;

import io.bouquet.schedules.ScheduleStatus;
import io.bouquet.schedules.Schedules;
import java.util.List;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.api.console.CommandLine;
import org.apache.karaf.shell.api.console.Completer;
import org.apache.karaf.shell.api.console.Session;
import org.apache.karaf.shell.support.completers.StringsCompleter;

/** Completes the plugins that have scheduled tasks. */
@Service
public final class PluginCompleter implements Completer {
    @Reference
    Schedules schedules;

    @Override
    public int complete(Session session, CommandLine line, List<String> candidates) {
        List<String> names =
                schedules.list().stream().map(ScheduleStatus::plugin).distinct().toList();
        return new StringsCompleter(names).complete(session, line, candidates);
    }
}

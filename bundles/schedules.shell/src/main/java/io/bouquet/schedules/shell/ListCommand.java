package io.bouquet.schedules.shell;

import io.bouquet.schedules.ScheduleStatus;
import io.bouquet.schedules.Schedules;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.stream.Stream;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.support.table.ShellTable;
import org.jspecify.annotations.Nullable;

/** {@code schedule:list}. */
@Service
@Command(
        scope = "schedule",
        name = "list",
        description = "Lists the scheduled tasks of plugins, with their next and last runs")
public final class ListCommand implements Action {
    @Reference
    Schedules schedules;

    @Override
    public @Nullable Object execute() {
        print(System.out);
        return null;
    }

    void print(PrintStream out) {
        ShellTable table = new ShellTable();
        Stream.of("Plugin", "Task", "Schedule", "Next run", "Last run", "Duration", "Result")
                .forEach(table::column);
        table.emptyTableText("no scheduled tasks");
        for (ScheduleStatus task : schedules.list()) {
            ScheduleStatus.Run last = task.last();
            Instant since = task.runningSince();
            table.addRow()
                    .addContent(
                            task.plugin(),
                            task.name(),
                            task.schedule(),
                            since == null ? time(task.next()) : "running since " + time(since),
                            last == null ? "" : time(last.start()),
                            last == null ? "" : duration(last.duration()),
                            last == null ? "" : last.failure().isEmpty() ? "ok" : "failed: " + last.failure());
        }
        table.print(out);
    }

    private static String time(Instant time) {
        return time.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    private static String duration(Duration duration) {
        return duration.toMillis() < 10_000 ? duration.toMillis() + " ms" : duration.toSeconds() + " s";
    }
}

package io.bouquet.jobs.shell;

import io.bouquet.jobs.Caller;
import io.bouquet.jobs.Job;
import io.bouquet.jobs.JobPage;
import io.bouquet.jobs.JobQuery;
import io.bouquet.jobs.JobState;
import io.bouquet.jobs.Jobs;
import java.io.PrintStream;
import java.util.Locale;
import java.util.stream.Stream;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.api.console.Session;
import org.apache.karaf.shell.support.table.ShellTable;
import org.jspecify.annotations.Nullable;

/** {@code job:list}. */
@Service
@Command(
        scope = "job",
        name = "list",
        description = "Lists the jobs of all accounts, the newest first",
        detailedDescription = "Example: job:list --state running")
public final class ListCommand implements Action {
    @Reference
    Jobs jobs;

    @Reference
    Session session;

    @Option(name = "--state", description = "Only jobs in this state: queued, running, done, failed, cancelled")
    @Completion(StateCompleter.class)
    @Nullable
    String state;

    @Option(name = "--kind", description = "Only jobs of this kind")
    @Completion(KindCompleter.class)
    @Nullable
    String kind;

    @Option(name = "--after", description = "Continues after the job with this id")
    @Nullable
    String after;

    @Option(name = "--limit", description = "Jobs to list, at most 100")
    int limit = 20;

    @Option(name = "--json", description = "Prints JSON instead of a table")
    boolean json;

    @Override
    public @Nullable Object execute() {
        print(JobText.caller(session), System.out);
        return null;
    }

    void print(Caller caller, PrintStream out) {
        JobState wanted = state == null ? null : StateCompleter.parse(state);
        JobPage page = jobs.find(new JobQuery(caller, wanted, kind, after, limit));
        if (json) {
            out.println(JobText.json(page.jobs().stream().map(JobText::plain).toList(), true));
            return;
        }
        ShellTable table = new ShellTable();
        Stream.of("Job", "Account", "Kind", "State", "Progress", "Documents", "Failed", "Created")
                .forEach(table::column);
        table.emptyTableText("no jobs");
        for (Job job : page.jobs()) {
            table.addRow()
                    .addContent(
                            job.id(),
                            job.account(),
                            job.kind(),
                            job.waiting().isEmpty()
                                    ? job.state().wireName()
                                    : job.state().wireName() + ", waits",
                            JobText.bar(job),
                            String.format(Locale.ROOT, "%,d", job.total()),
                            String.format(Locale.ROOT, "%,d", job.failed()),
                            JobText.time(job.created()));
        }
        table.print(out);
        page.jobs().stream()
                .filter(job -> !job.waiting().isEmpty())
                .forEach(job -> out.println(job.id() + " waits for: " + job.waiting()));
        if (page.hasMore()) {
            out.println("more with --after "
                    + page.jobs().get(page.jobs().size() - 1).id());
        }
    }
}

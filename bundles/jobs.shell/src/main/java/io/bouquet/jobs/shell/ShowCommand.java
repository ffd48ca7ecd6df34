package io.bouquet.jobs.shell;

import io.bouquet.jobs.Caller;
import io.bouquet.jobs.Job;
import io.bouquet.jobs.Jobs;
import java.io.PrintStream;
import java.util.concurrent.TimeUnit;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.api.console.Session;
import org.jspecify.annotations.Nullable;

/** {@code job:show}. */
@Service
@Command(
        scope = "job",
        name = "show",
        description = "Shows a job with its progress",
        detailedDescription =
                "With --follow, shows the progress until the job ends; Ctrl-C stops showing it, and the job"
                        + " goes on. Example: job:show --follow 01k…")
public final class ShowCommand implements Action {
    private static final long POLL_MILLIS = 500;

    @Reference
    Jobs jobs;

    @Reference
    Session session;

    @Option(name = "--follow", aliases = "-f", description = "Shows the progress until the job ends")
    boolean follow;

    @Option(name = "--json", description = "Prints JSON")
    boolean json;

    @Argument(name = "job", description = "Id of a job", required = true)
    @Completion(JobCompleter.class)
    String id;

    @Override
    public @Nullable Object execute() throws InterruptedException {
        print(JobText.caller(session), System.out);
        return null;
    }

    void print(Caller caller, PrintStream out) throws InterruptedException {
        Job job = find(caller);
        if (follow) {
            String shown = "";
            while (!job.state().hasEnded()) {
                String line = JobText.bar(job) + "  " + JobText.progress(job)
                        + (job.waiting().isEmpty() ? "" : ", waits for: " + job.waiting());
                // overwrites the line before, whose end may be longer
                out.print("\r" + line + " ".repeat(Math.max(0, shown.length() - line.length())));
                out.flush();
                shown = line;
                TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
                job = find(caller);
            }
            if (!shown.isEmpty()) {
                out.print("\r" + " ".repeat(shown.length()) + "\r");
            }
        }
        if (json) {
            out.println(JobText.json(JobText.plain(job), true));
        } else {
            JobText.print(job, out);
        }
    }

    private Job find(Caller caller) {
        return jobs.get(id, caller).orElseThrow(() -> JobText.missing(id));
    }
}

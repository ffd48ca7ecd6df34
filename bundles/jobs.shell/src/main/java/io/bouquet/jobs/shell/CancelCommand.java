package io.bouquet.jobs.shell;

import io.bouquet.jobs.Caller;
import io.bouquet.jobs.Job;
import io.bouquet.jobs.JobState;
import io.bouquet.jobs.Jobs;
import java.io.PrintStream;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.api.console.Session;
import org.jspecify.annotations.Nullable;

/** {@code job:cancel}. */
@Service
@Command(
        scope = "job",
        name = "cancel",
        description = "Cancels a job that has not ended",
        detailedDescription = "Results that are stored already are kept. A cancelled job cannot go on.")
public final class CancelCommand implements Action {
    @Reference
    Jobs jobs;

    @Reference
    Session session;

    @Argument(name = "job", description = "Id of a job", required = true)
    @Completion(OpenJobCompleter.class)
    String id;

    @Override
    public @Nullable Object execute() {
        cancel(JobText.caller(session), System.out);
        return null;
    }

    void cancel(Caller caller, PrintStream out) {
        Job before = jobs.get(id, caller).orElseThrow(() -> JobText.missing(id));
        if (before.state().hasEnded()) {
            throw new IllegalArgumentException(
                    "the job " + id + " has ended already: " + before.state().wireName());
        }
        Job after = jobs.cancel(id, caller).orElseThrow(() -> JobText.missing(id));
        out.println(
                after.state() == JobState.CANCELLED
                        ? "Cancelled after " + JobText.progress(after) + "."
                        : "It has ended meanwhile: " + after.state().wireName() + ".");
    }
}

package io.bouquet.jobs.shell;

import io.bouquet.jobs.Job;
import io.bouquet.jobs.JobQuery;
import io.bouquet.jobs.Jobs;
import java.util.List;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.api.console.CommandLine;
import org.apache.karaf.shell.api.console.Completer;
import org.apache.karaf.shell.api.console.Session;
import org.apache.karaf.shell.support.completers.StringsCompleter;

/** Completes the ids of the newest jobs. */
@Service
public final class JobCompleter implements Completer {
    @Reference
    Jobs jobs;

    @Override
    public int complete(Session session, CommandLine line, List<String> candidates) {
        JobQuery newest = new JobQuery(JobText.caller(session), null, null, null, JobQuery.MAX_LIMIT);
        return new StringsCompleter(
                        jobs.find(newest).jobs().stream().map(Job::id).toList())
                .complete(session, line, candidates);
    }
}

package io.bouquet.jobs.shell;

import io.bouquet.jobs.Job;
import io.bouquet.jobs.JobQuery;
import io.bouquet.jobs.JobState;
import io.bouquet.jobs.Jobs;
import java.util.List;
import java.util.stream.Stream;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.api.console.CommandLine;
import org.apache.karaf.shell.api.console.Completer;
import org.apache.karaf.shell.api.console.Session;
import org.apache.karaf.shell.support.completers.StringsCompleter;

/** Completes the ids of jobs that have not ended. */
@Service
public final class OpenJobCompleter implements Completer {
    @Reference
    Jobs jobs;

    @Override
    public int complete(Session session, CommandLine line, List<String> candidates) {
        List<String> ids = Stream.of(JobState.QUEUED, JobState.RUNNING)
                .map(state -> new JobQuery(JobText.caller(session), state, null, null, JobQuery.MAX_LIMIT))
                .flatMap(query -> jobs.find(query).jobs().stream())
                .map(Job::id)
                .toList();
        return new StringsCompleter(ids).complete(session, line, candidates);
    }
}

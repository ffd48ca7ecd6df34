package io.bouquet.jobs.shell;

import io.bouquet.jobs.Jobs;
import java.util.List;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.api.console.CommandLine;
import org.apache.karaf.shell.api.console.Completer;
import org.apache.karaf.shell.api.console.Session;
import org.apache.karaf.shell.support.completers.StringsCompleter;

/** Completes the names of the installed kinds of jobs. */
@Service
public final class KindCompleter implements Completer {
    @Reference
    Jobs jobs;

    @Override
    public int complete(Session session, CommandLine line, List<String> candidates) {
        return new StringsCompleter(jobs.kinds()).complete(session, line, candidates);
    }
}

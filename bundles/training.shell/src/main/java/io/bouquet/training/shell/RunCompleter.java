package io.bouquet.training.shell;

import io.bouquet.training.Run;
import io.bouquet.training.Trainings;
import java.util.List;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.api.console.CommandLine;
import org.apache.karaf.shell.api.console.Completer;
import org.apache.karaf.shell.api.console.Session;
import org.apache.karaf.shell.support.completers.StringsCompleter;

/** Completes the ids of runs. */
@Service
public final class RunCompleter implements Completer {
    @Reference
    Trainings trainings;

    @Override
    public int complete(Session session, CommandLine line, List<String> candidates) {
        return new StringsCompleter(trainings.runs().stream().map(Run::id).toList())
                .complete(session, line, candidates);
    }
}

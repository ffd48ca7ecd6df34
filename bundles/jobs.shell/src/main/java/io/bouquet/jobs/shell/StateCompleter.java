package io.bouquet.jobs.shell;

import io.bouquet.jobs.JobState;
import java.util.Arrays;
import java.util.List;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.api.console.CommandLine;
import org.apache.karaf.shell.api.console.Completer;
import org.apache.karaf.shell.api.console.Session;
import org.apache.karaf.shell.support.completers.StringsCompleter;

/** Completes the states of jobs. */
@Service
public final class StateCompleter implements Completer {
    private static final List<String> STATES =
            Arrays.stream(JobState.values()).map(JobState::wireName).toList();

    static JobState parse(String state) {
        return JobState.of(state)
                .orElseThrow(() -> new IllegalArgumentException(
                        "no job has the state '" + state + "'; the states are " + String.join(", ", STATES)));
    }

    @Override
    public int complete(Session session, CommandLine line, List<String> candidates) {
        return new StringsCompleter(STATES).complete(session, line, candidates);
    }
}

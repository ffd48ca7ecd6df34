package io.bouquet.deploy.shell;

import io.bouquet.deploy.Release;
import io.bouquet.deploy.Repositories;
import java.util.List;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.api.console.CommandLine;
import org.apache.karaf.shell.api.console.Completer;
import org.apache.karaf.shell.api.console.Session;
import org.apache.karaf.shell.support.completers.AggregateCompleter;
import org.apache.karaf.shell.support.completers.FileCompleter;
import org.apache.karaf.shell.support.completers.StringsCompleter;

/** Completes the names of plugins in the repositories, their versions after an {@code @}, and the names of files. */
@Service
public final class ReleaseCompleter implements Completer {
    @Reference
    Repositories repositories;

    @Override
    public int complete(Session session, CommandLine line, List<String> candidates) {
        return complete(repositories.search("").releases(), session, line, candidates);
    }

    static int complete(List<Release> releases, Session session, CommandLine line, List<String> candidates) {
        String word = line.getCursorArgument();
        List<String> names = releases.stream()
                .map(word != null && word.contains("@") ? Chosen::text : Release::name)
                .distinct()
                .toList();
        return new AggregateCompleter(List.of(new StringsCompleter(names), new FileCompleter()))
                .complete(session, line, candidates);
    }
}

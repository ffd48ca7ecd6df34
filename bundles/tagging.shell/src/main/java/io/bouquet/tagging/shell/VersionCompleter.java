package io.bouquet.tagging.shell;

import io.bouquet.tagging.Broker;
import io.bouquet.tagging.TaggerInfo;
import java.util.Arrays;
import java.util.List;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.api.console.CommandLine;
import org.apache.karaf.shell.api.console.Completer;
import org.apache.karaf.shell.api.console.Session;
import org.apache.karaf.shell.support.completers.StringsCompleter;

/** Completes versions of the tagger that the line names, or of all taggers if it names none. */
@Service
public final class VersionCompleter implements Completer {
    @Reference
    Broker broker;

    @Override
    public int complete(Session session, CommandLine line, List<String> candidates) {
        return new StringsCompleter(versions(Arrays.asList(line.getArguments()))).complete(session, line, candidates);
    }

    List<String> versions(List<String> words) {
        List<TaggerInfo> all = broker.taggers();
        List<TaggerInfo> named =
                all.stream().filter(tagger -> words.contains(tagger.name())).toList();
        return (named.isEmpty() ? all : named)
                .stream().map(TaggerInfo::version).distinct().sorted().toList();
    }
}

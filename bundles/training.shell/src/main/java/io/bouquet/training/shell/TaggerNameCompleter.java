package io.bouquet.training.shell;

import io.bouquet.tagging.Broker;
import io.bouquet.tagging.TaggerInfo;
import java.util.List;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.api.console.CommandLine;
import org.apache.karaf.shell.api.console.Completer;
import org.apache.karaf.shell.api.console.Session;
import org.apache.karaf.shell.support.completers.StringsCompleter;

/** Completes the names of installed taggers. */
@Service
public final class TaggerNameCompleter implements Completer {
    @Reference
    Broker broker;

    @Override
    public int complete(Session session, CommandLine line, List<String> candidates) {
        return new StringsCompleter(broker.taggers().stream()
                        .map(TaggerInfo::name)
                        .distinct()
                        .toList())
                .complete(session, line, candidates);
    }
}

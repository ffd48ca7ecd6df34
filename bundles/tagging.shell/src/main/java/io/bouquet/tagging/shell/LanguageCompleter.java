package io.bouquet.tagging.shell;

import io.bouquet.tagging.Broker;
import java.util.List;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.api.console.CommandLine;
import org.apache.karaf.shell.api.console.Completer;
import org.apache.karaf.shell.api.console.Session;
import org.apache.karaf.shell.support.completers.StringsCompleter;

/** Completes the codes of the languages that taggers name. */
@Service
public final class LanguageCompleter implements Completer {
    @Reference
    Broker broker;

    @Override
    public int complete(Session session, CommandLine line, List<String> candidates) {
        return new StringsCompleter(names()).complete(session, line, candidates);
    }

    List<String> names() {
        return broker.taggers().stream()
                .flatMap(tagger -> tagger.languages().stream())
                .distinct()
                .sorted()
                .toList();
    }
}

package io.bouquet.tagging.shell;

import io.bouquet.tagging.Broker;
import java.util.List;
import org.apache.karaf.features.FeaturesService;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.api.console.CommandLine;
import org.apache.karaf.shell.api.console.Completer;
import org.apache.karaf.shell.api.console.Session;
import org.apache.karaf.shell.support.completers.StringsCompleter;

/** Completes the codes of the languages that nlp:add can add. */
@Service
public final class AvailableLanguageCompleter implements Completer {
    @Reference
    Broker broker;

    @Reference
    FeaturesService features;

    @Override
    public int complete(Session session, CommandLine line, List<String> candidates) {
        return new StringsCompleter(names()).complete(session, line, candidates);
    }

    List<String> names() {
        return new Languages(features, broker)
                .all().stream()
                        .filter(language -> language.state() == Languages.State.AVAILABLE)
                        .map(Languages.Language::code)
                        .toList();
    }
}

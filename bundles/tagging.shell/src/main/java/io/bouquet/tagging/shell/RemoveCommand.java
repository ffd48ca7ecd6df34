package io.bouquet.tagging.shell;

import io.bouquet.tagging.Broker;
import io.bouquet.tagging.shell.Languages.Language;
import java.io.PrintStream;
import org.apache.karaf.features.FeaturesService;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.jspecify.annotations.Nullable;

/** {@code nlp:remove}. */
@Service
@Command(
        scope = "nlp",
        name = "remove",
        description = "Removes the models of a language",
        detailedDescription = "Requests that began before are answered. nlp:add brings the language back.")
public final class RemoveCommand implements Action {
    @Reference
    Broker broker;

    @Reference
    FeaturesService features;

    @Argument(name = "language", description = "Code of the language, such as pl (ISO 639-1)", required = true)
    @Completion(InstalledLanguageCompleter.class)
    String code;

    @Override
    public @Nullable Object execute() {
        run(System.out);
        return null;
    }

    void run(PrintStream out) {
        Languages languages = new Languages(features, broker);
        Language language = languages.get(code);
        if (language.state() == Languages.State.AVAILABLE) {
            throw new IllegalArgumentException(language.name() + " is not installed; nlp:languages lists what is");
        }
        if (!languages.isRemovable(language)) {
            throw new IllegalArgumentException(
                    language.name() + " is needed by a feature of the platform, so it cannot be removed by itself");
        }
        languages.uninstall(language);
        out.println(language.name() + " is removed");
    }
}

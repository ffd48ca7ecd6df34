package io.bouquet.tagging.shell;

import io.bouquet.common.ByteSize;
import io.bouquet.tagging.Broker;
import io.bouquet.tagging.shell.Languages.Language;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import org.apache.karaf.features.FeaturesService;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.support.table.ShellTable;
import org.jspecify.annotations.Nullable;

/** {@code nlp:languages}. */
@Service
@Command(
        scope = "nlp",
        name = "languages",
        description = "Lists the languages that the platform has models for",
        detailedDescription = "SERVING: its taggers answer. INSTALLED: not all of them serve; nlp:taggers --language"
                + " CODE says why. AVAILABLE: nlp:add CODE installs it.")
public final class LanguagesCommand implements Action {
    @Reference
    Broker broker;

    @Reference
    FeaturesService features;

    @Option(name = "--json", description = "Prints JSON instead of a table")
    boolean json;

    @Override
    public @Nullable Object execute() {
        print(System.out);
        return null;
    }

    void print(PrintStream out) {
        List<Language> languages = new Languages(features, broker).all();
        if (json) {
            Json.print(
                    languages.stream()
                            .map(language -> Json.object(
                                    "code", language.code(),
                                    "name", language.name(),
                                    "state", language.state().name(),
                                    "layers", language.layers(),
                                    "bytes", language.bytes(),
                                    "offline", language.offline()))
                            .toList(),
                    out);
            return;
        }
        ShellTable table = new ShellTable();
        for (String column : List.of("Code", "Language", "State", "Layers", "Size")) {
            table.column(column);
        }
        table.emptyTableText("no language");
        for (Language language : languages) {
            table.addRow()
                    .addContent(
                            language.code(),
                            language.name(),
                            language.state(),
                            String.join(", ", language.layers()),
                            language.offline() ? ByteSize.text(language.bytes()) : "not here");
        }
        table.print(out);
        long serving = languages.stream()
                .filter(language -> language.state() == Languages.State.SERVING)
                .count();
        out.printf(Locale.ROOT, "%d of %d serve; nlp:add CODE adds one%n", serving, languages.size());
    }
}

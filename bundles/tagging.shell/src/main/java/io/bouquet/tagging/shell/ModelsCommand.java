package io.bouquet.tagging.shell;

import io.bouquet.tagging.Broker;
import io.bouquet.tagging.TaggerInfo;
import java.io.PrintStream;
import java.util.List;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.support.table.ShellTable;
import org.jspecify.annotations.Nullable;

/** {@code nlp:models}. */
@Service
@Command(scope = "nlp", name = "models", description = "Lists the models behind the taggers, with the bundle of each")
public final class ModelsCommand implements Action {
    @Reference
    Broker broker;

    @Option(name = "--language", description = "Only models of this language (ISO 639-1)")
    @Completion(LanguageCompleter.class)
    @Nullable
    String language;

    @Option(name = "--json", description = "Prints JSON instead of a table")
    boolean json;

    @Override
    public @Nullable Object execute() {
        print(System.out);
        return null;
    }

    void print(PrintStream out) {
        List<TaggerInfo> taggers = broker.taggers().stream()
                .filter(tagger -> !tagger.model().isEmpty()
                        && (language == null || tagger.languages().contains(language)))
                .toList();
        if (json) {
            Json.print(
                    taggers.stream()
                            .map(tagger -> Json.object(
                                    "model", tagger.model(),
                                    "tagger", tagger.name(),
                                    "version", tagger.version(),
                                    "languages", tagger.languages(),
                                    "layers", tagger.produces(),
                                    "state", tagger.state().name(),
                                    "bundle", tagger.bundle(),
                                    "bundleId", tagger.bundleId()))
                            .toList(),
                    out);
            return;
        }
        ShellTable table = new ShellTable();
        for (String column : List.of("Model", "Tagger", "Version", "Languages", "Layers", "State", "Bundle")) {
            table.column(column);
        }
        table.emptyTableText("no model");
        for (TaggerInfo tagger : taggers) {
            table.addRow()
                    .addContent(
                            tagger.model(),
                            tagger.name(),
                            tagger.version(),
                            TaggersCommand.languages(tagger),
                            String.join(", ", tagger.produces()),
                            tagger.state(),
                            tagger.bundle() + " [" + tagger.bundleId() + "]");
        }
        table.print(out);
    }
}

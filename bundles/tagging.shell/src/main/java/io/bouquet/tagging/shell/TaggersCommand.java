package io.bouquet.tagging.shell;

import io.bouquet.tagging.Broker;
import io.bouquet.tagging.TaggerInfo;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.support.table.ShellTable;
import org.jspecify.annotations.Nullable;

/** {@code nlp:taggers}. */
@Service
@Command(
        scope = "nlp",
        name = "taggers",
        description = "Lists the taggers: what each reads and adds, and whether it serves",
        detailedDescription = "A tagger is SERVING, in STANDBY where another of its name is preferred, or WAITING"
                + " where a layer that it requires is missing; below the table stands why.")
public final class TaggersCommand implements Action {
    @Reference
    Broker broker;

    @Argument(name = "name", description = "Only the taggers of this name")
    @Completion(TaggerCompleter.class)
    @Nullable
    String name;

    @Option(name = "--layer", description = "Only taggers that produce this layer")
    @Completion(LayerCompleter.class)
    @Nullable
    String layer;

    @Option(name = "--language", description = "Only taggers that take this language (ISO 639-1)")
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
        List<TaggerInfo> taggers =
                broker.taggers().stream().filter(this::isWanted).toList();
        if (json) {
            Json.print(taggers.stream().map(TaggersCommand::json).toList(), out);
            return;
        }
        ShellTable table = new ShellTable();
        for (String column : List.of("Name", "Version", "State", "Languages", "Requires", "Produces", "Bundle")) {
            table.column(column);
        }
        table.emptyTableText("no such tagger");
        for (TaggerInfo tagger : taggers) {
            table.addRow()
                    .addContent(
                            tagger.name(),
                            tagger.version(),
                            tagger.state(),
                            languages(tagger),
                            String.join(", ", tagger.requires()),
                            String.join(", ", tagger.produces()),
                            tagger.bundle() + " [" + tagger.bundleId() + "]");
        }
        table.print(out);
        for (TaggerInfo tagger : taggers) {
            if (tagger.state() != TaggerInfo.State.SERVING) {
                out.println(tagger.name() + " " + tagger.version() + " does not serve: " + tagger.reason());
            }
        }
    }

    private boolean isWanted(TaggerInfo tagger) {
        return (name == null || tagger.name().equals(name))
                && (layer == null || tagger.produces().contains(layer))
                && (language == null
                        || tagger.languages().isEmpty()
                        || tagger.languages().contains(language));
    }

    static String languages(TaggerInfo tagger) {
        return tagger.languages().isEmpty() ? "any" : String.join(", ", tagger.languages());
    }

    private static Map<String, Object> json(TaggerInfo tagger) {
        return Json.object(
                "name", tagger.name(),
                "version", tagger.version(),
                "state", tagger.state().name(),
                "reason", tagger.reason(),
                "languages", tagger.languages(),
                "requires", tagger.requires(),
                "produces", tagger.produces(),
                "model", tagger.model(),
                "bundle", tagger.bundle(),
                "bundleId", tagger.bundleId());
    }
}

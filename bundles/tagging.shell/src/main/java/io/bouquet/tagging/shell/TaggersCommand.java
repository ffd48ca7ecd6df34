package io.bouquet.tagging.shell;

import io.bouquet.tagging.Broker;
import io.bouquet.tagging.TaggerInfo;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
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
        description = "Lists all versions of the taggers: whether they serve, and which layers they add",
        detailedDescription = "A new version is NEW, LOADING, WARMING, CHECKING (its gold samples) and then READY, or"
                + " FAILED. It is SERVING if the policy of the tagger says so (tagger:policy), and answers the Share of"
                + " the requests; STANDING_BY if taggers of other names answer all of its layers (tagger:takeover);"
                + " WAITING if a layer that it requires is missing; DRAINING while the last requests"
                + " that began with it finish, and then RETIRED. Check is the score of its gold samples, and the"
                + " threshold. An OPEN circuit means that it is suspended because it failed too often. Below the"
                + " table are the reasons why versions do not serve. --json also prints the layers that each reads.")
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
        for (String column : List.of(
                "Name",
                "Version",
                "State",
                "Share",
                "Check",
                "Calls",
                "Failed",
                "Circuit",
                "Languages",
                "Adds",
                "Bundle")) {
            table.column(column);
        }
        table.emptyTableText("no such tagger");
        for (TaggerInfo tagger : taggers) {
            table.addRow()
                    .addContent(
                            tagger.name(),
                            tagger.version(),
                            tagger.state(),
                            tagger.share() + "%",
                            tagger.check().map(TaggersCommand::check).orElse("-"),
                            tagger.traffic().calls(),
                            tagger.traffic().failures(),
                            tagger.traffic().circuit(),
                            languages(tagger),
                            String.join(", ", tagger.produces()),
                            tagger.bundle() + " [" + tagger.bundleId() + "]");
        }
        table.print(out);
        for (TaggerInfo tagger : taggers) {
            if (!tagger.reason().isEmpty()) {
                out.println(tagger.name() + " " + tagger.version() + " is " + tagger.state() + ": " + tagger.reason());
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

    private static String check(TaggerInfo.Check check) {
        return String.format(Locale.ROOT, "%.2f of %.2f", check.score(), check.threshold());
    }

    static String languages(TaggerInfo tagger) {
        return tagger.languages().isEmpty() ? "any" : String.join(", ", tagger.languages());
    }

    private static Map<String, Object> json(TaggerInfo tagger) {
        TaggerInfo.Traffic traffic = tagger.traffic();
        Map<String, Object> json = Json.object(
                "name", tagger.name(),
                "version", tagger.version(),
                "state", tagger.state().name(),
                "since", tagger.since().toString(),
                "reason", tagger.reason(),
                "share", tagger.share(),
                "languages", tagger.languages(),
                "requires", tagger.requires(),
                "produces", tagger.produces(),
                "model", tagger.model(),
                "bundle", tagger.bundle(),
                "bundleId", tagger.bundleId(),
                "calls", traffic.calls(),
                "failures", traffic.failures(),
                "running", traffic.running(),
                "circuit", traffic.circuit().name());
        tagger.check()
                .ifPresent(check -> json.put(
                        "check",
                        Json.object(
                                "samples", check.samples(),
                                "score", check.score(),
                                "threshold", check.threshold())));
        return json;
    }
}

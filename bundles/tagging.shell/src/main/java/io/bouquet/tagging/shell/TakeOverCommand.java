package io.bouquet.tagging.shell;

import io.bouquet.tagging.Broker;
import io.bouquet.tagging.TaggerInfo;
import io.bouquet.tagging.TakeOvers;
import java.io.PrintStream;
import java.util.List;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.jspecify.annotations.Nullable;

/** {@code tagger:takeover}. */
@Service
@Command(
        scope = "tagger",
        name = "takeover",
        description = "Shows or sets which taggers answer layers in place of taggers of other names",
        detailedDescription = "If taggers of several names produce the same layer for one language, the platform's"
                + " own answers, else the one whose bundle was installed first. The others are STANDING_BY. With a"
                + " name: that tagger answers all of its layers from the next request on, also after a restart. With"
                + " --end and a name: ends that.\n"
                + "Example: tagger:takeover acme-ent")
public final class TakeOverCommand implements Action {
    @Reference
    TakeOvers takeOvers;

    @Reference
    Broker broker;

    @Argument(name = "name", description = "The tagger")
    @Completion(TaggerCompleter.class)
    @Nullable
    String name;

    @Option(name = "--end", description = "Ends a takeover")
    boolean end;

    @Override
    public @Nullable Object execute() {
        run(System.out);
        return null;
    }

    void run(PrintStream out) {
        String tagger = name;
        if (tagger == null) {
            if (end) {
                throw new IllegalArgumentException("--end needs the name of a tagger after it");
            }
            list(out);
            return;
        }
        if (!takeOvers.allowed().contains(tagger)) {
            if (end) {
                throw new IllegalArgumentException("the tagger '" + tagger
                        + "' has taken nothing over; those that may: " + names(takeOvers.allowed()));
            }
            KnownTaggers.require(broker, tagger);
        }
        if (end) {
            takeOvers.end(List.of(tagger));
            out.println(tagger + " takes nothing over any more");
        } else {
            takeOvers.allow(List.of(tagger));
            out.println(tagger + " answers all layers that it produces");
        }
        broker.taggers().stream()
                .filter(one -> one.name().equals(tagger) && one.state() != TaggerInfo.State.RETIRED)
                .forEach(one -> state(one, out));
    }

    private void list(PrintStream out) {
        out.println("may take over: " + names(takeOvers.allowed()));
        broker.taggers().stream()
                .filter(tagger -> tagger.state() == TaggerInfo.State.STANDING_BY)
                .forEach(tagger -> state(tagger, out));
    }

    private void state(TaggerInfo tagger, PrintStream out) {
        out.println(tagger.name() + " " + tagger.version() + " is " + tagger.state()
                + (tagger.reason().isEmpty() ? "" : ": " + tagger.reason()));
    }

    private static String names(List<String> names) {
        return names.isEmpty() ? "none" : String.join(", ", names);
    }
}

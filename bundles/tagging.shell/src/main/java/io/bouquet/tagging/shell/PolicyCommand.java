package io.bouquet.tagging.shell;

import io.bouquet.tagging.Broker;
import io.bouquet.tagging.Policies;
import io.bouquet.tagging.Policy;
import java.io.PrintStream;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.support.completers.StringsCompleter;
import org.apache.karaf.shell.support.table.ShellTable;
import org.jspecify.annotations.Nullable;

/** {@code tagger:policy}. */
@Service
@Command(
        scope = "tagger",
        name = "policy",
        description = "Shows or sets which versions of a tagger serve",
        detailedDescription = "Without arguments: the policies that were set. With a name: its policy. With a"
                + " name and a policy: sets it; it serves when the command returns, and survives a restart.\n"
                + "  latest   the highest ranking, then the newest version\n"
                + "  pinned   --version, and none if it is missing\n"
                + "  canary   --version, and --candidate for --percent of the requests\n"
                + "  shadow   --version; --candidate runs beside it, is compared and never answers\n"
                + "Example: tagger:policy tokens-en canary --version 1.0.0 --candidate 1.1.0 --percent 10")
public final class PolicyCommand implements Action {
    @Reference
    Policies policies;

    @Reference
    Broker broker;

    @Argument(index = 0, name = "name", description = "The tagger")
    @Completion(TaggerCompleter.class)
    @Nullable
    String name;

    @Argument(index = 1, name = "policy", description = "latest, pinned, canary or shadow")
    @Completion(
            value = StringsCompleter.class,
            values = {"latest", "pinned", "canary", "shadow"})
    @Nullable
    String policy;

    // the shell accepts options only before the first argument
    @Argument(
            index = 2,
            name = "options",
            description = "--version, --candidate and --percent are also accepted here",
            multiValued = true)
    @Nullable
    List<String> trailing;

    @Option(name = "--version", description = "The version that serves; not for latest")
    @Completion(VersionCompleter.class)
    @Nullable
    String version;

    @Option(name = "--candidate", description = "The other version of a canary or shadow")
    @Completion(VersionCompleter.class)
    @Nullable
    String candidate;

    @Option(name = "--percent", description = "Percentage of requests that the candidate of a canary answers, 1 to 99")
    int percent;

    @Option(name = "--json", description = "Prints JSON instead of words")
    boolean json;

    @Override
    public @Nullable Object execute() {
        run(System.out);
        return null;
    }

    void run(PrintStream out) {
        takeTrailing();
        String tagger = name;
        if (tagger == null) {
            list(out);
            return;
        }
        // the policy of a tagger stays while the tagger is not installed
        if (!policies.all().containsKey(tagger)) {
            KnownTaggers.require(broker, tagger);
        }
        if (policy != null) {
            policies.set(Map.of(tagger, wanted(policy)));
        } else if (version != null || candidate != null || percent != 0) {
            throw new IllegalArgumentException(
                    "the options need a policy: give " + kinds() + " after '" + tagger + "'");
        }
        Policy now = policies.of(tagger);
        if (json) {
            Json.print(json(tagger, now), out);
        } else {
            out.println(PolicyText.of(tagger, now));
        }
    }

    private void takeTrailing() {
        List<String> words = trailing == null ? List.of() : trailing;
        for (int i = 0; i < words.size(); i++) {
            String word = words.get(i);
            if (word.equals("--json")) {
                json = true;
                continue;
            }
            String value = i + 1 < words.size() ? words.get(++i) : "";
            if (value.isEmpty()) {
                throw new IllegalArgumentException("'" + word + "' needs a value after it");
            }
            switch (word) {
                case "--version" -> version = value;
                case "--candidate" -> candidate = value;
                case "--percent" -> percent = number(value);
                default ->
                    throw new IllegalArgumentException(
                            "'" + word + "' is not known here; known: --version," + " --candidate, --percent, --json");
            }
        }
    }

    private static int number(String value) {
        try {
            return Integer.parseInt(value);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("'" + value + "' is no percentage; give 1 to 99", e);
        }
    }

    private Policy wanted(String named) {
        Policy.Kind kind = Arrays.stream(Policy.Kind.values())
                .filter(one -> name(one).equals(named.toLowerCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no policy '" + named + "'; there are " + kinds()));
        return new Policy(
                kind, Objects.requireNonNullElse(version, ""), Objects.requireNonNullElse(candidate, ""), percent);
    }

    private void list(PrintStream out) {
        SortedMap<String, Policy> all = new TreeMap<>(policies.all());
        if (json) {
            Json.print(
                    all.entrySet().stream()
                            .map(one -> json(one.getKey(), one.getValue()))
                            .toList(),
                    out);
            return;
        }
        ShellTable table = new ShellTable();
        table.column("Tagger");
        table.column("Policy");
        table.column("Version");
        table.column("Candidate");
        table.column("Percent");
        table.emptyTableText("none is set: the latest version of each tagger serves");
        all.forEach((tagger, set) -> table.addRow()
                .addContent(
                        tagger,
                        name(set.kind()),
                        set.version(),
                        set.candidate(),
                        set.percent() == 0 ? "" : set.percent() + "%"));
        table.print(out);
    }

    private static Map<String, Object> json(String tagger, Policy policy) {
        return Json.object(
                "tagger", tagger,
                "policy", name(policy.kind()),
                "version", policy.version(),
                "candidate", policy.candidate(),
                "percent", policy.percent());
    }

    private static String name(Policy.Kind kind) {
        return kind.name().toLowerCase(Locale.ROOT);
    }

    private static String kinds() {
        return Arrays.stream(Policy.Kind.values()).map(PolicyCommand::name).collect(Collectors.joining(", "));
    }
}

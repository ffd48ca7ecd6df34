package io.bouquet.tagging.shell;

import io.bouquet.tagging.Annotation;
import io.bouquet.tagging.Comparison;
import io.bouquet.tagging.Policies;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.support.table.ShellTable;
import org.jspecify.annotations.Nullable;

/** {@code tagger:compare}. */
@Service
@Command(
        scope = "tagger",
        name = "compare",
        description = "Shows what the shadow of a tagger would have answered",
        detailedDescription = "Annotation by annotation, by span and label, on the requests since the policy was set."
                + " Below the figures stand the latest differences.")
public final class CompareCommand implements Action {
    private static final int SHOWN = 5;

    @Reference
    Policies policies;

    @Argument(index = 0, name = "name", description = "The tagger", required = true)
    @Completion(TaggerCompleter.class)
    String name;

    @Option(name = "--json", description = "Prints JSON instead of a table")
    boolean json;

    @Override
    public @Nullable Object execute() {
        print(System.out);
        return null;
    }

    void print(PrintStream out) {
        Comparison comparison = policies.comparison(name)
                .orElseThrow(() -> new IllegalArgumentException("the tagger '" + name
                        + "' has no shadow; start one with tagger:policy --version … --candidate … " + name
                        + " shadow"));
        if (json) {
            json(comparison, out);
        } else {
            table(comparison, out);
        }
    }

    private static void table(Comparison it, PrintStream out) {
        out.println(it.tagger() + ": " + it.version() + " serves, " + it.candidate() + " is its shadow");
        ShellTable table = new ShellTable().noHeaders();
        table.column("");
        table.column("");
        table.addRow().addContent("texts that both annotated", it.texts());
        table.addRow().addContent("of these without a difference", it.equal());
        table.addRow().addContent("agreement (F1)", String.format(Locale.ROOT, "%.4f", it.agreement()));
        table.addRow().addContent("annotations of both", it.both());
        table.addRow().addContent("only of " + it.version(), it.onlyVersion());
        table.addRow().addContent("only of " + it.candidate(), it.onlyCandidate());
        table.addRow().addContent("texts on which the shadow failed", it.failures());
        table.addRow().addContent("texts dropped because it was too slow", it.dropped());
        table.addRow().addContent("median of " + it.version(), it.versionMicros() + " µs");
        table.addRow().addContent("median of " + it.candidate(), it.candidateMicros() + " µs");
        table.print(out);
        it.differences().stream().limit(SHOWN).forEach(difference -> {
            out.println();
            out.println(difference.layer() + ": " + LayerTables.printable(difference.excerpt()));
            out.println("  only " + it.version() + ": " + marks(difference, difference.onlyVersion()));
            out.println("  only " + it.candidate() + ": " + marks(difference, difference.onlyCandidate()));
        });
    }

    private static String marks(Comparison.Difference difference, List<Annotation> annotations) {
        return annotations.isEmpty()
                ? "nothing"
                : annotations.stream()
                        .map(annotation ->
                                LayerTables.printable(covered(difference, annotation) + " → " + annotation.label()))
                        .collect(Collectors.joining(", "));
    }

    /** Returns the part of the annotation's text that is in the excerpt. */
    private static String covered(Comparison.Difference difference, Annotation annotation) {
        int length = difference.excerpt().length();
        int begin = Math.min(Math.max(annotation.span().begin() - difference.offset(), 0), length);
        int end = Math.min(Math.max(annotation.span().end() - difference.offset(), begin), length);
        return "'" + difference.excerpt().substring(begin, end) + "'";
    }

    private static void json(Comparison it, PrintStream out) {
        Json.print(
                Json.object(
                        "tagger", it.tagger(),
                        "version", it.version(),
                        "candidate", it.candidate(),
                        "texts", it.texts(),
                        "equal", it.equal(),
                        "agreement", it.agreement(),
                        "both", it.both(),
                        "onlyVersion", it.onlyVersion(),
                        "onlyCandidate", it.onlyCandidate(),
                        "failures", it.failures(),
                        "dropped", it.dropped(),
                        "versionMicros", it.versionMicros(),
                        "candidateMicros", it.candidateMicros(),
                        "differences",
                                it.differences().stream()
                                        .map(difference -> Json.object(
                                                "layer", difference.layer(),
                                                "excerpt", difference.excerpt(),
                                                "offset", difference.offset(),
                                                "onlyVersion", jsonMarks(difference.onlyVersion()),
                                                "onlyCandidate", jsonMarks(difference.onlyCandidate())))
                                        .toList()),
                out);
    }

    private static List<?> jsonMarks(List<Annotation> annotations) {
        return annotations.stream()
                .map(annotation -> Json.object(
                        "begin", annotation.span().begin(),
                        "end", annotation.span().end(),
                        "label", annotation.label()))
                .toList();
    }
}

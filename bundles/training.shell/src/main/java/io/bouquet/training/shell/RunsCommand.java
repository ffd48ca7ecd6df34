package io.bouquet.training.shell;

import io.bouquet.training.Report;
import io.bouquet.training.Run;
import io.bouquet.training.Trainings;
import java.io.PrintStream;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.support.table.ShellTable;
import org.jspecify.annotations.Nullable;

/** {@code nlp:runs}. */
@Service
@Command(scope = "nlp", name = "runs", description = "Lists trainings, evaluations and benchmarks, the newest first")
public final class RunsCommand implements Action {
    @Reference
    Trainings trainings;

    @Override
    public @Nullable Object execute() {
        print(System.out);
        return null;
    }

    void print(PrintStream out) {
        ShellTable table = new ShellTable().emptyTableText("There are no runs; nlp:train starts one");
        for (String column : List.of("Id", "Run", "Of", "Data", "State", "Score", "Created")) {
            table.column(column);
        }
        for (Run run : trainings.runs()) {
            table.addRow()
                    .addContent(
                            run.id(),
                            run.request().runKind().wireName(),
                            RunText.subject(run),
                            RunText.printable(run.request().data()),
                            state(run),
                            score(run),
                            run.created().truncatedTo(ChronoUnit.SECONDS));
        }
        table.print(out);
    }

    private static String state(Run run) {
        return run.state().wireName() + (run.percent() < 0 ? "" : " " + run.percent() + " %");
    }

    private static String score(Run run) {
        Report report = run.outcome() == null ? null : run.outcome().report();
        return report == null ? "" : String.format(Locale.ROOT, "%s %.4f", report.measure(), report.score());
    }
}

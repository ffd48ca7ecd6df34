package io.bouquet.training.shell;

import io.bouquet.training.Run;
import io.bouquet.training.Trainings;
import java.io.PrintStream;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.jspecify.annotations.Nullable;

/** {@code nlp:show}. */
@Service
@Command(scope = "nlp", name = "show", description = "Shows a run and its report")
public final class ShowRunCommand implements Action {
    @Reference
    Trainings trainings;

    @Argument(name = "run", description = "Id of the run", required = true)
    @Completion(RunCompleter.class)
    String id;

    @Override
    public @Nullable Object execute() {
        print(System.out);
        return null;
    }

    void print(PrintStream out) {
        Run run = found(trainings, id);
        out.println(run.request().runKind().wireName() + " of " + RunText.subject(run) + ": "
                + run.state().wireName()
                + (run.step().isEmpty() ? "" : ", " + run.step())
                + (run.percent() < 0 ? "" : " " + run.percent() + " %")
                + (run.failure().isEmpty() ? "" : ": " + run.failure()));
        RunText.print(run, trainings, out);
    }

    static Run found(Trainings trainings, String id) {
        return trainings
                .run(id)
                .orElseThrow(() -> new IllegalArgumentException("there is no run '" + id + "'; nlp:runs lists them"));
    }
}

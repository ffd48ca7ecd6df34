package io.bouquet.training.shell;

import io.bouquet.training.Run;
import io.bouquet.training.Trainings;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.jspecify.annotations.Nullable;

/** {@code nlp:cancel}. */
@Service
@Command(scope = "nlp", name = "cancel", description = "Cancels a run that has not ended")
public final class CancelRunCommand implements Action {
    @Reference
    Trainings trainings;

    @Argument(name = "run", description = "Id of the run", required = true)
    @Completion(RunCompleter.class)
    String id;

    @Override
    public @Nullable Object execute() {
        Run run = ShowRunCommand.found(trainings, id);
        if (run.state().hasEnded()) {
            throw new IllegalArgumentException(
                    "the run " + id + " has ended: " + run.state().wireName());
        }
        trainings.cancel(id);
        System.out.println("Cancelled the run " + id);
        return null;
    }
}

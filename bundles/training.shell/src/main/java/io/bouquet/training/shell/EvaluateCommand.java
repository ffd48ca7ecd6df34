package io.bouquet.training.shell;

import io.bouquet.training.RunRequest.Evaluate;
import io.bouquet.training.Trainings;
import java.io.IOException;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.api.console.Session;
import org.apache.karaf.shell.support.completers.FileCompleter;
import org.jspecify.annotations.Nullable;

/** {@code nlp:evaluate}. */
@Service
@Command(
        scope = "nlp",
        name = "evaluate",
        description = "Compares the answers of a tagger with the right ones",
        detailedDescription = "Prints the accuracy or F1 with a confidence interval, the scores of each label, the"
                + " confusion matrix, the calibration error and some mistakes. With --against it compares two versions"
                + " on the same texts. Example: nlp:evaluate --data /data/reviews.tsv sentiment-en")
public final class EvaluateCommand implements Action {
    @Reference
    Trainings trainings;

    @Reference
    Session session;

    @Argument(name = "tagger", description = "The tagger", required = true)
    @Completion(TaggerNameCompleter.class)
    String tagger;

    @Option(name = "--data", description = "A file with labelled texts on the machine of the platform", required = true)
    @Completion(FileCompleter.class)
    String data;

    @Option(name = "--version", description = "Version of the tagger; the one that serves without it")
    String version = "";

    @Option(name = "--against", description = "Another version, to compare it with")
    String against = "";

    @Option(name = "--layer", description = "The layer to compare, if the tagger produces several")
    String layer = "";

    @Override
    public @Nullable Object execute() throws IOException, InterruptedException {
        new RunProgress(trainings, session, System.out)
                .run(new Evaluate(RunProgress.name(data), tagger, version, against, layer), data);
        return null;
    }
}

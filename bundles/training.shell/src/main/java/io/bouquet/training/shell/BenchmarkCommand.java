package io.bouquet.training.shell;

import io.bouquet.training.RunRequest.Benchmark;
import io.bouquet.training.Trainings;
import java.io.IOException;
import java.util.List;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.api.console.Session;
import org.apache.karaf.shell.support.completers.FileCompleter;
import org.jspecify.annotations.Nullable;

/** {@code nlp:benchmark}. */
@Service
@Command(
        scope = "nlp",
        name = "benchmark",
        description = "Measures how many words a second a pipeline annotates",
        detailedDescription =
                "Annotates the lines of a file, or English texts of its own, for some seconds, with as many"
                        + " callers as the machine has processors, while the platform serves. Example: nlp:benchmark --layers"
                        + " entities,sentiment --seconds 20")
public final class BenchmarkCommand implements Action {
    @Reference
    Trainings trainings;

    @Reference
    Session session;

    @Option(name = "--language", description = "ISO 639-1 code of the texts")
    String language = "en";

    @Option(name = "--layers", description = "The layers, separated by commas; the usual ones without it")
    String layers = "";

    @Option(name = "--seconds", description = "How long to measure, 1 to 300")
    int seconds = 10;

    @Option(name = "--data", description = "A file on the machine of the platform with a text in each line")
    @Completion(FileCompleter.class)
    String data = "";

    @Override
    public @Nullable Object execute() throws IOException, InterruptedException {
        List<String> named =
                layers.isBlank() ? List.of() : List.of(layers.strip().split("\\s*,\\s*"));
        new RunProgress(trainings, session, System.out)
                .run(new Benchmark(data.isEmpty() ? "" : RunProgress.name(data), language, named, seconds), data);
        return null;
    }
}

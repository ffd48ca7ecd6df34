package io.bouquet.training.shell;

import io.bouquet.training.RunRequest.Train;
import io.bouquet.training.Trainings;
import java.io.IOException;
import java.util.ArrayList;
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

/** {@code nlp:train}. */
@Service
@Command(
        scope = "nlp",
        name = "train",
        description = "Trains a model of labelled texts",
        detailedDescription =
                "Writes a bundle with the model, and prints how good the model is on a fifth of the texts,"
                        + " which is held out. The data is a file with the end .tsv (a label, a tab and a text in each line),"
                        + " .csv, .jsonl, .bio, .conllu, or .zip (brat). Example: nlp:train --kind categories --data"
                        + " /data/topics.tsv --name topic --language en --install")
public final class TrainCommand implements Action {
    @Reference
    Trainings trainings;

    @Reference
    Session session;

    @Option(
            name = "--kind",
            description = "sentiment, categories (one label a text), tags (several), entities, and others",
            required = true)
    @Completion(KindCompleter.class)
    String kind;

    @Option(name = "--data", description = "A file on the machine of the platform")
    @Completion(FileCompleter.class)
    String data = "";

    @Option(name = "--name", description = "Name of the tagger", required = true)
    String name;

    @Option(name = "--language", description = "ISO 639-1 code; all languages without it")
    String language = "";

    @Option(name = "--layer", description = "Layer of the answers, if not the usual one")
    String layer = "";

    @Option(name = "--engine", description = "head (over embeddings) or opennlp, if both train the kind")
    String engine = "";

    @Option(name = "--version", description = "Version of the bundle; the next one without it")
    String version = "";

    @Option(name = "--licence", description = "Licence of the data, for the bundle's manifest")
    String licence = "";

    @Option(name = "--source", description = "Where the data comes from, for the bundle's manifest")
    String source = "";

    @Option(name = "--option", description = "An option of the trainer: iterations=50", multiValued = true)
    List<String> options = new ArrayList<>();

    @Option(
            name = "--corrections",
            description = "Trains also with the corrections of the layer; --data may be missing")
    boolean corrections;

    @Option(name = "--install", aliases = "--deploy", description = "Installs the bundle, or upgrades to it")
    boolean install;

    @Option(name = "--take-over", description = "Lets the model answer a layer that another tagger answers now")
    boolean takeOver;

    @Override
    public @Nullable Object execute() throws IOException, InterruptedException {
        if (data.isEmpty() && !corrections) {
            throw new IllegalArgumentException("name the data: --data FILE, or --corrections");
        }
        new RunProgress(trainings, session, System.out)
                .run(
                        new Train(
                                data.isEmpty() ? "corrections" : RunProgress.name(data),
                                kind,
                                engine,
                                name,
                                version,
                                language,
                                layer,
                                licence,
                                source,
                                corrections,
                                install,
                                takeOver,
                                Train.options(options)),
                        data);
        return null;
    }
}

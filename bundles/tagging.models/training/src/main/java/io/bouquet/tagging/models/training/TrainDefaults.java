package io.bouquet.tagging.models.training;

import io.bouquet.tagging.opennlp.ReproducibleModel;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import opennlp.tools.doccat.DoccatModel;
import opennlp.tools.namefind.TokenNameFinderModel;
import opennlp.tools.util.model.BaseModel;

/** Trains the default models for entities and sentiment and says how good they are. */
public final class TrainDefaults {
    private static final long LARGEST = 2L << 20;

    private TrainDefaults() {}

    /** {@code --data <folder with entities/ and sentiment/> --models <folder of the model bundles>}. */
    public static void main(String[] args) throws IOException {
        if (args.length != 4 || !args[0].equals("--data") || !args[2].equals("--models")) {
            throw new IllegalArgumentException(
                    "usage: --data <folder with entities/ and sentiment/> --models <folder of the model bundles>");
        }
        run(Path.of(args[1]), Path.of(args[3]), System.out);
    }

    private static void run(Path data, Path models, PrintStream out) throws IOException {
        SentimentTraining sentiment = new SentimentTraining(data.resolve("sentiment"));
        DoccatModel opinions = sentiment.train();
        write(opinions, models.resolve("sentiment-en/src/main/resources/model/sentiment-en.bin"), out);
        sentiment.evaluate(opinions, out);

        Path entities = data.resolve("entities");
        TokenNameFinderModel names = EntityTraining.train(entities);
        write(names, models.resolve("entities-en/src/main/resources/model/entities-en.bin"), out);
        EntityTraining.evaluate(names, entities.resolve("wnut17.dev.bio"), out);
        EntityTraining.evaluate(names, entities.resolve("uner-ewt.dev.bio"), out);
    }

    private static void write(BaseModel model, Path file, PrintStream out) throws IOException {
        Files.write(file, ReproducibleModel.bytes(model));
        long size = Files.size(file);
        out.printf("%s: %,d bytes%n", file.getFileName(), size);
        if (size > LARGEST) {
            throw new IllegalStateException(
                    file + " has " + size + " bytes, more than " + LARGEST + "; raise the cutoff or the least weight");
        }
    }
}

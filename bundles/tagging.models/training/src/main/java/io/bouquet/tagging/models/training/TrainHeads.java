package io.bouquet.tagging.models.training;

import io.bouquet.tagging.heads.SequenceHead;
import io.bouquet.tagging.heads.TextHead;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Trains the default heads for sentiment and entities, and measures them. */
public final class TrainHeads {
    private TrainHeads() {}

    /** {@code --data <folder with entities/ and sentiment/> --models <folder of the model bundles>}. */
    public static void main(String[] args) throws IOException, InterruptedException {
        if (args.length != 4 || !args[0].equals("--data") || !args[2].equals("--models")) {
            throw new IllegalArgumentException(
                    "usage: --data <folder with entities/ and sentiment/> --models <folder of the model bundles>");
        }
        run(Path.of(args[1]), Path.of(args[3]), System.out);
    }

    private static void run(Path data, Path models, PrintStream out) throws IOException, InterruptedException {
        try (Vectors vectors = new Vectors()) {
            Path entities = data.resolve("entities");
            SequenceHead names = EntityHeadTraining.train(entities, vectors, out);
            write(names.bytes(), models.resolve("entities-en-head/src/main/resources/model/entities-en.head"), out);
            EntityHeadTraining.evaluate(names, entities.resolve("wnut17.dev.bio"), vectors, out);
            EntityHeadTraining.evaluate(names, entities.resolve("uner-ewt.dev.bio"), vectors, out);

            SentimentHeadTraining training = new SentimentHeadTraining(data, vectors);
            training.evaluate(training.train(), out);
            TextHead sentiment = training.trainOnAll();
            write(
                    sentiment.bytes(),
                    models.resolve("sentiment-en-head/src/main/resources/model/sentiment-en.head"),
                    out);
        }
    }

    private static void write(byte[] head, Path file, PrintStream out) throws IOException {
        Files.createDirectories(file.getParent());
        Files.write(file, head);
        out.printf("%s: %,d bytes%n", file.getFileName(), head.length);
    }
}

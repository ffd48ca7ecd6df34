package io.bouquet.tagging.models.training;

import io.bouquet.tagging.opennlp.Words;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import opennlp.tools.doccat.BagOfWordsFeatureGenerator;
import opennlp.tools.doccat.DoccatFactory;
import opennlp.tools.doccat.DoccatModel;
import opennlp.tools.doccat.DocumentCategorizerME;
import opennlp.tools.doccat.FeatureGenerator;
import opennlp.tools.doccat.NGramFeatureGenerator;
import opennlp.tools.ml.EventTrainer;
import opennlp.tools.ml.TrainerFactory;
import opennlp.tools.ml.maxent.quasinewton.QNTrainer;
import opennlp.tools.ml.model.Event;
import opennlp.tools.ml.model.MaxentModel;
import opennlp.tools.util.ObjectStreamUtils;
import opennlp.tools.util.TrainingParameters;

/**
 * Trains the model of English opinions: maxent over words and pairs of words.
 *
 * <p>Words of the opinion lexicon share a feature while it trains, so that the model learns how much such a word weighs
 * in general; that weight is then added to each of them. So the lexicon is in the model, and nothing of it has to be
 * there when it tags.
 */
final class SentimentTraining {
    /** One in so many samples is held out. */
    private static final int HELD_OUT = 10;

    private static final long SEED = 17;
    /** Reviews are cut into pieces of so many words; a whole one would outweigh many sentences. */
    private static final int PIECE = 200;

    private static final double LEAST_WEIGHT = 0.01;

    private final FeatureGenerator[] generators;
    private final Map<String, String> lexicon = new HashMap<>();
    private final List<Opinion> sentences;
    private final List<Opinion> reviews;

    /** A text that is positive or negative. */
    record Opinion(String label, List<String> words) {}

    SentimentTraining(Path data) throws IOException {
        generators = new FeatureGenerator[] {new BagOfWordsFeatureGenerator(), new NGramFeatureGenerator(2, 2)};
        for (String label : List.of("positive", "negative")) {
            for (String line : Files.readAllLines(data.resolve(label + "-words.txt"), StandardCharsets.ISO_8859_1)) {
                String word = line.strip();
                if (!word.isEmpty() && !word.startsWith(";")) {
                    lexicon.put(word, "lexicon=" + label);
                    lexicon.put("not_" + word, "lexicon=not_" + label);
                }
            }
        }
        sentences = read(data.resolve("sentence_polarity.tsv"));
        reviews = read(data.resolve("movie_reviews.tsv"));
    }

    DoccatModel train() throws IOException {
        List<Event> events = new ArrayList<>();
        for (Opinion sentence : sentences.subList(sentences.size() / HELD_OUT, sentences.size())) {
            events.add(event(sentence.label(), sentence.words()));
        }
        for (Opinion review : reviews.subList(reviews.size() / HELD_OUT, reviews.size())) {
            for (int i = 0; i < review.words().size(); i += PIECE) {
                int end = Math.min(review.words().size(), i + PIECE);
                events.add(event(review.label(), review.words().subList(i, end)));
            }
        }
        TrainingParameters parameters = new TrainingParameters();
        parameters.put(TrainingParameters.ALGORITHM_PARAM, QNTrainer.MAXENT_QN_VALUE);
        parameters.put(TrainingParameters.ITERATIONS_PARAM, 100);
        parameters.put(TrainingParameters.CUTOFF_PARAM, 2);
        parameters.put(QNTrainer.L1COST_PARAM, 0.1);
        parameters.put(QNTrainer.L2COST_PARAM, 2.0);
        EventTrainer trainer = TrainerFactory.getEventTrainer(parameters, new HashMap<>());
        MaxentModel trained = trainer.train(ObjectStreamUtils.createObjectStream(events));
        LinearModel model = new LinearModel(trained);
        lexicon.forEach((word, group) -> model.add(group, "bow=" + word));
        lexicon.values().stream().distinct().forEach(model::remove);
        return new DoccatModel("en", model.toMaxent(LEAST_WEIGHT), new HashMap<>(), new DoccatFactory(generators));
    }

    void evaluate(DoccatModel model, PrintStream out) {
        out.printf(
                "sentence_polarity, held out: accuracy %.3f of %d%n",
                accuracy(model, sentences.subList(0, sentences.size() / HELD_OUT)), sentences.size() / HELD_OUT);
        out.printf(
                "movie_reviews, held out, whole reviews: accuracy %.3f of %d%n",
                accuracy(model, reviews.subList(0, reviews.size() / HELD_OUT)), reviews.size() / HELD_OUT);
    }

    private Event event(String label, List<String> words) {
        String[] text = words.toArray(String[]::new);
        List<String> features = new ArrayList<>();
        for (FeatureGenerator generator : generators) {
            features.addAll(generator.extractFeatures(text, Map.of()));
        }
        for (String word : words) {
            String group = lexicon.get(word);
            if (group != null) {
                features.add(group);
            }
        }
        return new Event(label, features.toArray(String[]::new));
    }

    private static double accuracy(DoccatModel model, List<Opinion> opinions) {
        DocumentCategorizerME categorizer = new DocumentCategorizerME(model);
        long right = opinions.stream()
                .filter(opinion -> categorizer
                        .getBestCategory(categorizer.categorize(opinion.words().toArray(String[]::new)))
                        .equals(opinion.label()))
                .count();
        return right / (double) opinions.size();
    }

    /** In an order that has nothing to do with their labels, and is the same every time. */
    private static List<Opinion> read(Path file) throws IOException {
        List<Opinion> opinions = new ArrayList<>();
        for (String line : Files.readAllLines(file)) {
            int tab = line.indexOf('\t');
            List<String> words = Words.withNegation(line.substring(tab + 1));
            if (!words.isEmpty()) {
                opinions.add(new Opinion(line.substring(0, tab), words));
            }
        }
        Collections.shuffle(opinions, new Random(SEED));
        return opinions;
    }
}

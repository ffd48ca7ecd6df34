package io.bouquet.tagging.models.training;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import opennlp.tools.ml.perceptron.PerceptronTrainer;
import opennlp.tools.namefind.BioCodec;
import opennlp.tools.namefind.NameFinderME;
import opennlp.tools.namefind.NameSample;
import opennlp.tools.namefind.TokenNameFinderFactory;
import opennlp.tools.namefind.TokenNameFinderModel;
import opennlp.tools.util.ObjectStreamUtils;
import opennlp.tools.util.Span;
import opennlp.tools.util.TrainingParameters;

/**
 * Trains the model of names in English. An averaged perceptron finds more of them in text of another kind than maxent
 * does; its weights are then scaled so that they answer with probabilities. The data are tweets, so lists of names, and
 * sentences as the press writes them, are added.
 */
final class EntityTraining {
    private static final String MODEL_ENTRY = "nameFinder.model";
    private static final int ITERATIONS = 20;
    private static final int CUTOFF = 1;
    /** Of those tried, a good one for both development sets. */
    private static final double SCALE = 0.035;

    private static final double LEAST_WEIGHT = 0.02;
    private static final int BEAM = 3;

    private EntityTraining() {}

    static TokenNameFinderModel train(Path data) throws IOException {
        List<NameSample> samples = new ArrayList<>(read(data.resolve("wnut17.train.bio")));
        samples.addAll(read(data.resolve("btc.bio")));
        NameLists lists = new NameLists();
        samples.addAll(lists.sentences(samples));
        Map<String, Object> dictionaries = lists.dictionaries();
        TrainingParameters parameters = new TrainingParameters();
        parameters.put(TrainingParameters.ALGORITHM_PARAM, PerceptronTrainer.PERCEPTRON_VALUE);
        parameters.put(TrainingParameters.ITERATIONS_PARAM, ITERATIONS);
        parameters.put(TrainingParameters.CUTOFF_PARAM, CUTOFF);
        BioCodec codec = new BioCodec();
        byte[] features = features();
        TokenNameFinderFactory factory = new TokenNameFinderFactory(features, dictionaries, codec);
        TokenNameFinderModel trained =
                NameFinderME.train("en", null, ObjectStreamUtils.createObjectStream(samples), parameters, factory);
        return new TokenNameFinderModel(
                "en",
                new LinearModel(trained.getArtifact(MODEL_ENTRY)).scale(SCALE).toMaxent(LEAST_WEIGHT),
                BEAM,
                features,
                dictionaries,
                new HashMap<>(),
                codec,
                factory);
    }

    /** Prints precision, recall and F1 of whole names with their label. */
    static void evaluate(TokenNameFinderModel model, Path file, PrintStream out) throws IOException {
        NameFinderME finder = new NameFinderME(model);
        Map<String, int[]> counts = new TreeMap<>();
        for (NameSample sample : read(file)) {
            Set<Span> gold = new HashSet<>(Arrays.asList(sample.getNames()));
            for (Span name : gold) {
                count(counts, name, 0);
            }
            for (Span found : finder.find(sample.getSentence())) {
                Span name = new Span(found.getStart(), found.getEnd(), found.getType());
                count(counts, name, 1);
                if (gold.contains(name)) {
                    count(counts, name, 2);
                }
            }
        }
        counts.forEach((label, n) -> out.printf(
                "%s %s: precision %.3f, recall %.3f, F1 %.3f of %d%n",
                file.getFileName(),
                label,
                n[2] / (double) n[1],
                n[2] / (double) n[0],
                2.0 * n[2] / (n[0] + n[1]),
                n[0]));
    }

    private static void count(Map<String, int[]> counts, Span name, int what) {
        counts.computeIfAbsent("all", missing -> new int[3])[what]++;
        counts.computeIfAbsent(name.getType(), missing -> new int[3])[what]++;
    }

    private static byte[] features() throws IOException {
        try (InputStream in = EntityTraining.class.getResourceAsStream("entity-features.xml")) {
            if (in == null) {
                throw new IllegalStateException("entity-features.xml is missing beside " + EntityTraining.class);
            }
            return in.readAllBytes();
        }
    }

    /** Sentences of a file with one token and its BIO tag on a line, and an empty line after each sentence. */
    static List<NameSample> read(Path file) throws IOException {
        List<NameSample> samples = new ArrayList<>();
        List<String> tokens = new ArrayList<>();
        List<String> tags = new ArrayList<>();
        List<String> lines = new ArrayList<>(Files.readAllLines(file));
        lines.add("");
        for (String line : lines) {
            if (!line.isEmpty()) {
                int tab = line.lastIndexOf('\t');
                String token = line.substring(0, tab).strip();
                tokens.add(token.isEmpty() ? "?" : token);
                tags.add(line.substring(tab + 1));
            } else if (!tokens.isEmpty()) {
                samples.add(new NameSample(tokens.toArray(String[]::new), names(tags), true));
                tokens.clear();
                tags.clear();
            }
        }
        return samples;
    }

    private static Span[] names(List<String> tags) {
        List<Span> names = new ArrayList<>();
        int begin = 0;
        while (begin < tags.size()) {
            int end = begin + 1;
            if (!tags.get(begin).equals("O")) {
                String type = tags.get(begin).substring(2);
                while (end < tags.size() && tags.get(end).equals("I-" + type)) {
                    end++;
                }
                names.add(new Span(begin, end, label(type)));
            }
            begin = end;
        }
        return names.toArray(Span[]::new);
    }

    private static String label(String type) {
        return switch (type) {
            case "PER" -> "person";
            case "LOC" -> "location";
            case "ORG" -> "organisation";
            default -> throw new IllegalArgumentException("the tag '" + type + "' is none of PER, LOC, ORG");
        };
    }
}

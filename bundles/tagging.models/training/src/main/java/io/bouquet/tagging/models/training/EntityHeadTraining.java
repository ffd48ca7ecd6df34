package io.bouquet.tagging.models.training;

import io.bouquet.tagging.Vector;
import io.bouquet.tagging.heads.SequenceHead;
import io.bouquet.tagging.heads.SequenceHead.Found;
import io.bouquet.tagging.heads.SequenceHeadTrainer;
import io.bouquet.tagging.heads.SequenceHeadTrainer.Example;
import io.bouquet.tagging.heads.SequenceHeadTrainer.Options;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** Trains the default head for entities from tweets and from sentences that are filled with names. */
final class EntityHeadTraining {
    private static final int HIDDEN = 64;
    private static final int PASSES = 3;
    private static final double RECASED = 0.12;
    private static final long SEED = 1;

    private static final List<String> LISTS = List.of(
            "first-names",
            "surnames",
            "locations",
            "organisations",
            "wordnet-persons",
            "wordnet-places",
            "wordnet-groups");

    private EntityHeadTraining() {}

    /** A sentence with its names. */
    record Sentence(List<String> tokens, List<Found> names) {}

    static SequenceHead train(Path data, Vectors vectors, PrintStream out) throws IOException, InterruptedException {
        List<Sentence> sentences = new ArrayList<>(read(data.resolve("wnut17.train.bio")));
        int without = 0;
        for (Sentence sentence : read(data.resolve("btc.bio"))) {
            // half of the tweets without names are enough
            if (!sentence.names().isEmpty() || without++ % 2 == 0) {
                sentences.add(sentence);
            }
        }
        sentences.addAll(new FilledSentences(sentences).all());
        Map<String, List<String>> lists = new HashMap<>();
        for (String list : LISTS) {
            lists.put(
                    list,
                    Resources.lines("names/" + list + ".txt").stream()
                            .map(name -> name.toLowerCase(Locale.ROOT))
                            .toList());
        }
        List<Example> examples = examples(sentences, vectors);
        out.printf("%,d sentences with states%n", examples.size());
        return SequenceHeadTrainer.train(
                examples,
                new Options("entities", Vectors.STATES, HIDDEN, PASSES, lists, RECASED, SEED),
                (step, done, total) -> {});
    }

    private static List<Example> examples(List<Sentence> sentences, Vectors vectors) {
        List<List<Vector>> states =
                vectors.ofTokens(sentences.stream().map(Sentence::tokens).toList());
        List<Example> examples = new ArrayList<>();
        for (int i = 0; i < sentences.size(); i++) {
            examples.add(new Example(
                    sentences.get(i).tokens(), states.get(i), sentences.get(i).names()));
        }
        return examples;
    }

    /** Reads sentences of tokens with tags, separated by a tab; an empty line ends a sentence. */
    static List<Sentence> read(Path file) throws IOException {
        List<Sentence> sentences = new ArrayList<>();
        List<String> tokens = new ArrayList<>();
        List<String> tags = new ArrayList<>();
        for (String line : Stream.concat(Files.readAllLines(file, StandardCharsets.UTF_8).stream(), Stream.of(""))
                .toList()) {
            if (!line.isBlank()) {
                int tab = line.lastIndexOf('\t');
                String token = line.substring(0, tab).strip();
                tokens.add(token.isEmpty() ? "_" : token);
                tags.add(line.substring(tab + 1));
            } else if (!tokens.isEmpty()) {
                sentences.add(new Sentence(List.copyOf(tokens), names(tags)));
                tokens.clear();
                tags.clear();
            }
        }
        return sentences;
    }

    private static List<Found> names(List<String> tags) {
        List<Found> names = new ArrayList<>();
        int t = 0;
        while (t < tags.size()) {
            int end = t + 1;
            if (!tags.get(t).equals("O")) {
                String type = tags.get(t).substring(2);
                while (end < tags.size() && tags.get(end).equals("I-" + type)) {
                    end++;
                }
                names.add(new Found(t, end, label(type), 1));
            }
            t = end;
        }
        return names;
    }

    static String label(String type) {
        return switch (type) {
            case "PER" -> "person";
            case "LOC" -> "location";
            case "ORG" -> "organisation";
            default -> throw new IllegalArgumentException("there is no type '" + type + "'");
        };
    }

    static void evaluate(SequenceHead head, Path file, Vectors vectors, PrintStream out) throws IOException {
        List<Example> examples = examples(read(file), vectors);
        for (String label : Stream.concat(Stream.of(""), head.labels().stream()).toList()) {
            int[][] counts = new int[examples.size()][];
            for (int i = 0; i < counts.length; i++) {
                Set<Found> gold = named(examples.get(i).spans(), label);
                Set<Found> found = named(
                        head.find(examples.get(i).tokens(), examples.get(i).states()), label);
                Set<Found> right = new HashSet<>(found);
                right.retainAll(gold);
                counts[i] = new int[] {right.size(), found.size(), gold.size()};
            }
            out.printf(
                    Locale.ROOT,
                    "%s %s: precision %.3f recall %.3f F1 %s%n",
                    file.getFileName(),
                    label.isEmpty() ? "all" : label,
                    sum(counts, 0) / (double) Math.max(1, sum(counts, 1)),
                    sum(counts, 0) / (double) Math.max(1, sum(counts, 2)),
                    Bootstrap.of(counts.length, items -> {
                        int right = 0;
                        int others = 0;
                        for (int item : items) {
                            right += counts[item][0];
                            others += counts[item][1] + counts[item][2];
                        }
                        return 2.0 * right / Math.max(1, others);
                    }));
        }
    }

    private static int sum(int[][] counts, int column) {
        return Stream.of(counts).mapToInt(row -> row[column]).sum();
    }

    private static Set<Found> named(List<Found> spans, String label) {
        Set<Found> named = new HashSet<>();
        for (Found span : spans) {
            if (label.isEmpty() || span.label().equals(label)) {
                named.add(new Found(span.begin(), span.end(), span.label(), 1));
            }
        }
        return named;
    }
}

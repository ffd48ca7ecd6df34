package io.bouquet.tagging.models.training;

import io.bouquet.tagging.Vector;
import io.bouquet.tagging.heads.OpinionWords;
import io.bouquet.tagging.heads.TextHead;
import io.bouquet.tagging.heads.TextHeadTrainer;
import io.bouquet.tagging.heads.TextHeadTrainer.Example;
import io.bouquet.tagging.heads.TextHeadTrainer.Options;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Trains the default head for sentiment in two steps. A first head learns from sentences with labels. It chooses, from
 * sentences of reviews, those that it judges as the whole review, and from tweets those that it finds undecided.
 */
final class SentimentHeadTraining {
    private static final String KIND = "sentiment";
    private static final String POSITIVE = "positive";
    private static final String NEGATIVE = "negative";
    private static final String NEUTRAL = "neutral";

    private static final long SEED = 5;
    /** Each so many-th sentence, and each so many-th line of our own, is test data. */
    private static final int HELD_OUT = 10;

    private static final int OWN_HELD_OUT = 5;
    /** How often a line with alternatives is taken. */
    private static final int TIMES = 13;

    /** Least probability of the review's label for a sentence of it. */
    private static final double SURE = 0.7;
    /** Least probability of either label for a text that is not undecided. */
    private static final double DECIDED = 0.93;

    private static final float REVIEW_WEIGHT = 0.5f;
    private static final float TWEET_WEIGHT = 0.2f;
    private static final float OWN_WEIGHT = 0.5f;
    private static final int HIDDEN = 0;
    private static final int PASSES = 3;

    /** Feature of a text without opinion words and emoji, and of one with an exclamation mark. */
    private static final int NO_OPINION = 11;

    private static final int EXCLAMATION = 14;

    /** Each so many-th sentence of a review is enough. */
    private static final int REVIEW_SENTENCES = 10;

    private static final Pattern SENTENCE_END = Pattern.compile("(?<=[.!?])\\s+(?=[a-z0-9\"('])");
    private static final Pattern ALTERNATIVES = Pattern.compile("\\{([^{}]*)}");

    private final Path data;
    private final Vectors vectors;
    private final OpinionWords opinions;
    private final List<Example> examples = new ArrayList<>();
    private final List<Example> test = new ArrayList<>();
    private final List<Example> ownTest = new ArrayList<>();

    SentimentHeadTraining(Path data, Vectors vectors) throws IOException {
        this.data = data;
        this.vectors = vectors;
        Map<String, Integer> lexicon = new HashMap<>();
        for (String label : List.of(POSITIVE, NEGATIVE)) {
            for (String word : lines("sentiment/" + label + "-words.txt")) {
                if (!word.isBlank() && !word.startsWith(";")) {
                    lexicon.put(word.strip(), label.equals(POSITIVE) ? 1 : -1);
                }
            }
        }
        opinions = new OpinionWords(lexicon);
    }

    private List<String> lines(String file) throws IOException {
        return Files.readAllLines(data.resolve(file), StandardCharsets.UTF_8);
    }

    /** Trains the head to be measured, without the test data. */
    TextHead train() throws IOException, InterruptedException {
        List<Example> sentences = sentences();
        for (int i = 0; i < sentences.size(); i++) {
            (i % HELD_OUT == 0 ? test : examples).add(sentences.get(i));
        }
        TextHead first = train(examples, 4);
        addReviews(first, examples);
        addTweets(first, examples);
        addOwn(examples);
        return train(examples, PASSES);
    }

    /** Trains the head to be used, with the test data too. Call {@link #train()} before. */
    TextHead trainOnAll() throws InterruptedException {
        List<Example> all = new ArrayList<>(examples);
        all.addAll(test);
        all.addAll(ownTest);
        return train(all, PASSES);
    }

    private TextHead train(List<Example> examples, int passes) throws InterruptedException {
        return TextHeadTrainer.train(
                examples,
                new Options(KIND, Vectors.ENCODER, HIDDEN, passes, opinions, SEED),
                (step, done, total) -> {});
    }

    private List<Example> sentences() throws IOException {
        List<String> texts = new ArrayList<>();
        List<String> labels = new ArrayList<>();
        for (String line : lines("sentiment/sentence_polarity.tsv")) {
            int tab = line.indexOf('\t');
            labels.add(line.substring(0, tab));
            texts.add(line.substring(tab + 1));
        }
        return examples(texts, labels, 1);
    }

    private List<Example> examples(List<String> texts, List<String> labels, float weight) {
        List<Vector> made = vectors.ofTexts(texts);
        List<Example> examples = new ArrayList<>();
        for (int i = 0; i < texts.size(); i++) {
            examples.add(new Example(made.get(i), texts.get(i), List.of(labels.get(i)), weight));
        }
        return examples;
    }

    private void addReviews(TextHead first, List<Example> examples) throws IOException {
        List<String> texts = new ArrayList<>();
        List<String> labels = new ArrayList<>();
        for (String line : lines("sentiment/movie_reviews.tsv")) {
            int tab = line.indexOf('\t');
            String[] sentences = SENTENCE_END.split(line.substring(tab + 1));
            for (int i = 0; i < sentences.length; i += REVIEW_SENTENCES) {
                String text = sentences[i].strip();
                if (text.split("\\s+").length >= 4) {
                    texts.add(text.substring(0, Math.min(600, text.length())));
                    labels.add(line.substring(0, tab));
                }
            }
        }
        for (Example example : examples(texts, labels, REVIEW_WEIGHT)) {
            if (probability(first, example, example.labels().get(0)) > SURE) {
                examples.add(example);
            }
        }
    }

    private void addTweets(TextHead first, List<Example> examples) throws IOException {
        Set<String> texts = new LinkedHashSet<>();
        for (String file : List.of("wnut17.train", "btc")) {
            for (EntityHeadTraining.Sentence sentence :
                    EntityHeadTraining.read(data.resolve("entities/" + file + ".bio"))) {
                String text = String.join(" ", sentence.tokens());
                float[] features = opinions.features(text);
                if (sentence.tokens().size() >= 5
                        && sentence.tokens().size() <= 40
                        && features[NO_OPINION] > 0
                        && features[EXCLAMATION] == 0) {
                    texts.add(text);
                }
            }
        }
        List<String> all = List.copyOf(texts);
        for (Example example : examples(all, all.stream().map(text -> NEUTRAL).toList(), TWEET_WEIGHT)) {
            double positive = probability(first, example, POSITIVE);
            if (positive < DECIDED && positive > 1 - DECIDED) {
                examples.add(example);
            }
        }
    }

    private void addOwn(List<Example> examples) throws IOException {
        Random random = new Random(SEED);
        for (String label : List.of(NEUTRAL, POSITIVE, NEGATIVE)) {
            List<String> lines = Resources.lines("opinions/" + label + ".txt");
            for (int i = 0; i < lines.size(); i++) {
                Set<String> texts = new LinkedHashSet<>();
                for (int time = 0; time < 2 * TIMES && texts.size() < TIMES; time++) {
                    texts.add(expand(lines.get(i), random));
                }
                List<String> all = List.copyOf(texts);
                List<Example> made =
                        examples(all, all.stream().map(text -> label).toList(), OWN_WEIGHT);
                (i % OWN_HELD_OUT == 2 ? ownTest : examples).addAll(made);
            }
        }
    }

    /** Takes one of each alternatives. */
    private static String expand(String line, Random random) {
        Matcher alternatives = ALTERNATIVES.matcher(line);
        return alternatives.replaceAll(found -> {
            String[] choices = found.group(1).split("\\|", -1);
            return Matcher.quoteReplacement(choices[random.nextInt(choices.length)]);
        });
    }

    private static double probability(TextHead head, Example example, String label) {
        return head.probabilities(example.vector(), example.text())[
                head.labels().indexOf(label)];
    }

    void evaluate(TextHead head, PrintStream out) {
        report("sentence_polarity, held out", head, test, out);
        for (String label : head.labels()) {
            report(
                    "own lines, held out, " + label,
                    head,
                    ownTest.stream()
                            .filter(example -> example.labels().contains(label))
                            .toList(),
                    out);
        }
    }

    private static void report(String set, TextHead head, List<Example> examples, PrintStream out) {
        boolean[] right = new boolean[examples.size()];
        boolean[] side = new boolean[examples.size()];
        for (int i = 0; i < right.length; i++) {
            Example example = examples.get(i);
            String gold = example.labels().get(0);
            double most = 0;
            String best = "";
            for (String label : head.labels()) {
                double probability = probability(head, example, label);
                if (probability > most) {
                    most = probability;
                    best = label;
                }
            }
            right[i] = best.equals(gold);
            side[i] = gold.equals(NEUTRAL)
                    ? right[i]
                    : gold.equals(POSITIVE)
                            == probability(head, example, POSITIVE) > probability(head, example, NEGATIVE);
        }
        out.printf(
                "%s: accuracy %s; without neutral %s; %d texts%n",
                set, Bootstrap.ofShare(right), Bootstrap.ofShare(side), right.length);
    }
}

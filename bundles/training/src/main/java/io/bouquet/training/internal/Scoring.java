package io.bouquet.training.internal;

import io.bouquet.tagging.Annotation;
import io.bouquet.tagging.Span;
import io.bouquet.tagging.model.LabelledText;
import io.bouquet.training.Report;
import io.bouquet.training.Report.Bin;
import io.bouquet.training.Report.Calibration;
import io.bouquet.training.Report.Comparison;
import io.bouquet.training.Report.Confusion;
import io.bouquet.training.Report.LabelScore;
import io.bouquet.training.Report.Mistake;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Compares the answers of a tagger with the right ones. Not thread-safe. */
final class Scoring {
    private static final int RESAMPLES = 1_000;
    private static final long SEED = 42;
    private static final int BINS = 10;
    private static final int MISTAKES = 50;
    private static final int EXCERPT = 300;
    private static final double SIGNIFICANT = 0.05;

    private final String layer;
    /** Whether each text has one label over all of it. */
    private final boolean whole;

    private final Set<String> known = new TreeSet<>();
    /** For each text: right, given and correct annotations; for whole texts 1, 1 and 0 or 1. */
    private final List<int[]> counts = new ArrayList<>();

    private final TreeMap<String, int[]> byLabel = new TreeMap<>();
    private final List<String> expected = new ArrayList<>();
    private final List<String> given = new ArrayList<>();
    private final List<double[]> judged = new ArrayList<>();
    private final List<Mistake> mistakes = new ArrayList<>();
    private int failed;

    Scoring(List<LabelledText> data, String layer) {
        this.layer = layer;
        whole = data.stream().allMatch(text -> isWhole(text, layer));
        data.forEach(text -> text.gold().get(layer).forEach(one -> known.add(one.label())));
    }

    private static boolean isWhole(LabelledText text, String layer) {
        List<Annotation> gold = text.gold().get(layer);
        return gold.size() == 1 && gold.get(0).span().equals(Span.of(text.text().text()));
    }

    /**
     * Adds the answer for a text.
     *
     * @param answer null if the tagger failed
     */
    void add(LabelledText text, @Nullable List<Annotation> answer) {
        if (answer == null) {
            failed++;
        }
        List<Annotation> given = answer == null ? List.of() : answer;
        if (whole) {
            addWhole(text, given.isEmpty() ? null : given.get(0));
        } else {
            addSpans(text, given);
        }
    }

    private void addWhole(LabelledText text, @Nullable Annotation answer) {
        String right = text.gold().get(layer).get(0).label();
        String label = answer == null ? "" : answer.label();
        boolean correct = right.equals(label);
        expected.add(right);
        given.add(label);
        count(right)[0]++;
        if (answer != null) {
            count(label)[1]++;
        }
        if (correct) {
            count(right)[2]++;
        }
        counts.add(new int[] {1, 1, correct ? 1 : 0});
        judge(answer, correct);
        if (!correct) {
            mistake(text, right, label.isEmpty() ? "(none)" : label, answer);
        }
    }

    /** An annotation without its score. */
    private record Marked(Span span, String label) {
        static Marked of(Annotation annotation) {
            return new Marked(annotation.span(), annotation.label());
        }
    }

    private void addSpans(LabelledText text, List<Annotation> answer) {
        Set<Marked> right = text.gold().get(layer).stream().map(Marked::of).collect(Collectors.toSet());
        Set<Marked> made = new HashSet<>();
        Set<Marked> correct = new HashSet<>();
        right.forEach(one -> count(one.label())[0]++);
        for (Annotation annotation : answer) {
            Marked one = Marked.of(annotation);
            if (known.contains(annotation.label()) && made.add(one)) {
                count(one.label())[1]++;
                boolean isRight = right.contains(one);
                if (isRight) {
                    correct.add(one);
                    count(one.label())[2]++;
                }
                judge(annotation, isRight);
            }
        }
        counts.add(new int[] {right.size(), made.size(), correct.size()});
        if (correct.size() < right.size() || correct.size() < made.size()) {
            right.removeAll(correct);
            made.removeAll(correct);
            mistake(text, words(text, right), words(text, made), null);
        }
    }

    private static String words(LabelledText text, Set<Marked> marked) {
        String words = marked.stream()
                .sorted((one, other) ->
                        Integer.compare(one.span().begin(), other.span().begin()))
                .map(one -> one.span().in(text.text().text()) + " (" + one.label() + ")")
                .collect(Collectors.joining(", "));
        return words.isEmpty() ? "(none)" : excerpt(words);
    }

    private void mistake(LabelledText text, String right, String answer, @Nullable Annotation annotation) {
        if (mistakes.size() < MISTAKES) {
            Double score = annotation == null || !annotation.hasScore() ? null : annotation.score();
            mistakes.add(new Mistake(excerpt(text.text().text()), right, answer, score));
        }
    }

    private static String excerpt(String text) {
        if (text.length() <= EXCERPT) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(EXCERPT - 1)) ? EXCERPT - 1 : EXCERPT;
        return text.substring(0, end) + "…";
    }

    private void judge(@Nullable Annotation answer, boolean correct) {
        if (answer != null && answer.hasScore()) {
            judged.add(new double[] {answer.score(), correct ? 1 : 0});
        }
    }

    private int[] count(String label) {
        return byLabel.computeIfAbsent(label, one -> new int[3]);
    }

    /** @param data name and fingerprint of the data */
    Report report(String tagger, String version, String data, String fingerprint, @Nullable Comparison comparison) {
        double[] scores = resampled();
        List<LabelScore> labels = new ArrayList<>();
        byLabel.forEach((label, it) -> labels.add(new LabelScore(
                label,
                rounded(it[1] == 0 ? 0 : (double) it[2] / it[1]),
                rounded(it[0] == 0 ? 0 : (double) it[2] / it[0]),
                rounded(f1(it[0], it[1], it[2])),
                it[0])));
        double macro = labels.stream()
                .filter(label -> label.support() > 0)
                .mapToDouble(LabelScore::f1)
                .average()
                .orElse(0);
        return new Report(
                tagger,
                version,
                layer,
                data,
                fingerprint,
                counts.size(),
                failed,
                whole ? "accuracy" : "F1",
                rounded(score()),
                rounded(scores[(int) (RESAMPLES * 0.025)]),
                rounded(scores[(int) (RESAMPLES * 0.975)]),
                rounded(macro),
                labels,
                whole ? confusion() : null,
                judged.isEmpty() ? null : calibration(),
                List.copyOf(mistakes),
                comparison);
    }

    /** The accuracy, or F1 over all labels. */
    double score() {
        int[] all = new int[3];
        counts.forEach(one -> addTo(all, one));
        return score(all);
    }

    private static double score(int[] all) {
        // with one label a text, right and given are the number of texts, so this is the accuracy
        return f1(all[0], all[1], all[2]);
    }

    /** F1 of so many right, given and correct annotations; 1 if there is nothing to find and nothing was given. */
    private static double f1(int right, int made, int correct) {
        return right + made == 0 ? 1 : 2.0 * correct / (right + made);
    }

    private static void addTo(int[] all, int[] one) {
        for (int i = 0; i < all.length; i++) {
            all[i] += one[i];
        }
    }

    /** Returns the scores of resamples of the texts with replacement, sorted (percentile bootstrap, Efron 1979). */
    private double[] resampled() {
        SplittableRandom random = new SplittableRandom(SEED);
        double[] scores = new double[RESAMPLES];
        for (int i = 0; i < RESAMPLES; i++) {
            int[] all = new int[3];
            for (int k = 0; k < counts.size(); k++) {
                addTo(all, counts.get(random.nextInt(counts.size())));
            }
            scores[i] = score(all);
        }
        Arrays.sort(scores);
        return scores;
    }

    private Confusion confusion() {
        List<String> labels = List.copyOf(byLabel.keySet());
        List<String> all = new ArrayList<>(labels);
        if (given.contains("")) {
            all.add("");
        }
        int[][] matrix = new int[all.size()][all.size()];
        for (int i = 0; i < expected.size(); i++) {
            matrix[all.indexOf(expected.get(i))][all.indexOf(given.get(i))]++;
        }
        return new Confusion(
                all,
                Arrays.stream(matrix)
                        .map(row -> Arrays.stream(row).boxed().toList())
                        .toList());
    }

    private Calibration calibration() {
        List<Bin> bins = new ArrayList<>();
        double error = 0;
        for (int bin = 0; bin < BINS; bin++) {
            int of = bin;
            List<double[]> in = judged.stream()
                    .filter(one -> Math.min(BINS - 1, (int) (one[0] * BINS)) == of)
                    .toList();
            if (!in.isEmpty()) {
                double score = in.stream().mapToDouble(one -> one[0]).average().orElseThrow();
                double right = in.stream().mapToDouble(one -> one[1]).average().orElseThrow();
                error += Math.abs(score - right) * in.size() / judged.size();
                bins.add(new Bin(in.size(), rounded(score), rounded(right)));
            }
        }
        return new Calibration(rounded(error), bins);
    }

    /** Compares these answers with those of another version for the same texts in the same order. */
    Comparison against(String version, Scoring other) {
        int onlyThis = 0;
        int onlyOther = 0;
        for (int i = 0; i < counts.size(); i++) {
            boolean mine = isRight(counts.get(i));
            boolean theirs = isRight(other.counts.get(i));
            onlyThis += mine && !theirs ? 1 : 0;
            onlyOther += theirs && !mine ? 1 : 0;
        }
        double p = mcNemar(onlyThis, onlyOther);
        return new Comparison(
                version,
                rounded(other.score()),
                rounded(score() - other.score()),
                onlyThis,
                onlyOther,
                rounded(p),
                p < SIGNIFICANT);
    }

    private static boolean isRight(int[] counts) {
        return counts[0] == counts[2] && counts[1] == counts[2];
    }

    /**
     * Returns the two-sided probability of McNemar's exact test (1947): that of so uneven a split, or a more uneven one,
     * if each text is as likely to be on either side.
     */
    static double mcNemar(int one, int other) {
        int n = one + other;
        int less = Math.min(one, other);
        double sum = 0;
        double logChoose = 0;
        for (int k = 0; k <= less; k++) {
            sum += Math.exp(logChoose - n * Math.log(2));
            logChoose += Math.log(n - k) - Math.log(k + 1.0);
        }
        return Math.min(1, 2 * sum);
    }

    private static double rounded(double value) {
        return Math.round(value * 10_000) / 10_000.0;
    }
}

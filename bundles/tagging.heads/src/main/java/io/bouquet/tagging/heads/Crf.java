package io.bouquet.tagging.heads;

import java.util.Arrays;
import java.util.List;

/**
 * A conditional random field over answers of the form outside, begin of type 1, inside of type 1, begin of type 2 and so
 * on. An inside is only after a begin or inside of its type. Immutable.
 */
final class Crf {
    private static final double NEVER = -1e4;

    private final int labels;
    /** Scores of a first answer, then of each pair of neighbours. */
    private final float[] transitions;

    Crf(int types, float[] transitions) {
        this.labels = labels(types);
        this.transitions = transitions;
    }

    static int labels(int types) {
        return 1 + 2 * types;
    }

    static int transitions(int types) {
        return labels(types) * (labels(types) + 1);
    }

    /** Whether the answer may follow. {@code before} is −1 for the first token. */
    static boolean allowed(int before, int label) {
        boolean inside = label > 0 && label % 2 == 0;
        return !inside || before == label || before == label - 1;
    }

    int at(int before, int label) {
        return (before + 1) * labels + label;
    }

    private double score(int before, int label) {
        return allowed(before, label) ? transitions[at(before, label)] : NEVER;
    }

    /** Returns the likeliest answers. */
    int[] best(List<float[]> scores) {
        int count = scores.size();
        double[][] most = new double[count][labels];
        int[][] from = new int[count][labels];
        for (int t = 0; t < count; t++) {
            for (int label = 0; label < labels; label++) {
                double best = t == 0 ? score(-1, label) : Double.NEGATIVE_INFINITY;
                for (int before = 0; before < labels && t > 0; before++) {
                    double sum = most[t - 1][before] + score(before, label);
                    if (sum > best) {
                        best = sum;
                        from[t][label] = before;
                    }
                }
                most[t][label] = best + scores.get(t)[label];
            }
        }
        int[] answers = new int[count];
        if (count == 0) {
            return answers;
        }
        for (int label = 1; label < labels; label++) {
            if (most[count - 1][label] > most[count - 1][answers[count - 1]]) {
                answers[count - 1] = label;
            }
        }
        for (int t = count - 1; t > 0; t--) {
            answers[t - 1] = from[t][answers[t]];
        }
        return answers;
    }

    /** Returns the probability of each answer for each token, and adds those of pairs to {@code pairs}. */
    double[][] marginals(List<float[]> scores, float[] pairs) {
        int count = scores.size();
        double[][] forward = new double[count][labels];
        double[][] backward = new double[count][labels];
        double[] terms = new double[labels];
        for (int t = 0; t < count; t++) {
            for (int label = 0; label < labels; label++) {
                double before = score(-1, label);
                if (t > 0) {
                    for (int b = 0; b < labels; b++) {
                        terms[b] = forward[t - 1][b] + score(b, label);
                    }
                    before = logSum(terms);
                }
                forward[t][label] = before + scores.get(t)[label];
            }
        }
        for (int t = count - 2; t >= 0; t--) {
            for (int label = 0; label < labels; label++) {
                for (int next = 0; next < labels; next++) {
                    terms[next] = score(label, next) + scores.get(t + 1)[next] + backward[t + 1][next];
                }
                backward[t][label] = logSum(terms);
            }
        }
        double[][] marginals = new double[count][labels];
        double total = count == 0 ? 0 : logSum(forward[count - 1]);
        for (int t = 0; t < count; t++) {
            for (int label = 0; label < labels; label++) {
                marginals[t][label] = Math.exp(forward[t][label] + backward[t][label] - total);
                if (t == 0) {
                    pairs[at(-1, label)] += (float) marginals[t][label];
                    continue;
                }
                for (int b = 0; b < labels; b++) {
                    pairs[at(b, label)] += (float) Math.exp(
                            forward[t - 1][b] + score(b, label) + scores.get(t)[label] + backward[t][label] - total);
                }
            }
        }
        return marginals;
    }

    float[] noPairs() {
        return new float[transitions.length];
    }

    private static double logSum(double[] terms) {
        double most = Arrays.stream(terms).max().orElse(0);
        double sum = 0;
        for (double term : terms) {
            sum += Math.exp(term - most);
        }
        return most + Math.log(sum);
    }
}

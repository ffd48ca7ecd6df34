package io.bouquet.tagging.onnx;

import java.io.IOException;
import java.util.List;

/** Makes probabilities of a model's output. */
final class Scores {
    private Scores() {}

    static double[] softmax(float[] logits, int offset, int size) {
        double most = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < size; i++) {
            most = Math.max(most, logits[offset + i]);
        }
        double[] scores = new double[size];
        double sum = 0;
        for (int i = 0; i < size; i++) {
            scores[i] = Math.exp(logits[offset + i] - most);
            sum += scores[i];
        }
        for (int i = 0; i < size; i++) {
            scores[i] = bounded(scores[i] / sum);
        }
        return scores;
    }

    static double[] sigmoid(float[] logits) {
        double[] scores = new double[logits.length];
        for (int i = 0; i < logits.length; i++) {
            scores[i] = bounded(1 / (1 + Math.exp(-logits[i])));
        }
        return scores;
    }

    static int best(double[] scores) {
        int best = 0;
        for (int i = 1; i < scores.length; i++) {
            if (scores[i] > scores[best]) {
                best = i;
            }
        }
        return best;
    }

    /** Returns a valid probability for one that is off by rounding; 0 for none. */
    static double bounded(double score) {
        return score >= 0 ? Math.min(1, score) : 0;
    }

    static void requireLabels(int outputs, List<String> labels) throws IOException {
        if (outputs != labels.size()) {
            throw new IOException("it has " + outputs + " outputs, but there are " + labels.size() + " labels: "
                    + String.join(", ", labels));
        }
    }
}

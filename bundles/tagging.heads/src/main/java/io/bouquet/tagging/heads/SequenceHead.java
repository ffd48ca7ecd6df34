package io.bouquet.tagging.heads;

import io.bouquet.tagging.Vector;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Finds spans of tokens, such as names, by the vectors of the tokens in their context. Thread-safe. */
public final class SequenceHead extends Head {
    private final NameFeatures features;
    private final Crf crf;

    private SequenceHead(HeadFile file, NameFeatures features) {
        super(file);
        this.features = features;
        crf = new Crf(file.labels().size(), file.transitions());
    }

    /**
     * A span of tokens.
     *
     * @param begin index of the first token
     * @param end   index after the last token
     * @param score probability of the label, as the mean of the tokens
     */
    public record Found(int begin, int end, String label, double score) {}

    static SequenceHead of(
            String kind,
            String encoder,
            int dimension,
            List<String> labels,
            Map<String, List<String>> lists,
            float[] transitions,
            Network network) {
        return new SequenceHead(
                new HeadFile(kind, encoder, dimension, Map.of(), List.copyOf(labels), lists, transitions, network),
                new NameFeatures(lists));
    }

    /** @throws IOException if the bytes are no head for tokens; the message is for the author of the model */
    public static SequenceHead read(byte[] bytes) throws IOException {
        HeadFile file = HeadFile.read(bytes);
        int types = file.labels().size();
        if (types == 0 || file.transitions().length != Crf.transitions(types)) {
            throw new IOException("it is a head of the kind '" + file.kind() + "' and does not label tokens");
        }
        NameFeatures features = new NameFeatures(file.words());
        file.requireSizes(inputs(file.dimension(), features), Crf.labels(types));
        return new SequenceHead(file, features);
    }

    /**
     * Finds the spans of a sentence.
     *
     * @param tokens at least one character each
     * @param states a vector for each token
     */
    public List<Found> find(List<String> tokens, List<Vector> states) {
        float[][] vectors = new float[states.size()][];
        for (int t = 0; t < vectors.length; t++) {
            vectors[t] = unit(states.get(t).toArray());
        }
        float[][] shapes = features.of(tokens);
        List<float[]> scores = new ArrayList<>();
        for (int t = 0; t < vectors.length; t++) {
            scores.add(file.network().scores(input(vectors, shapes, t, file.dimension())));
        }
        int[] best = crf.best(scores);
        double[][] marginals = crf.marginals(scores, crf.noPairs());
        List<Found> found = new ArrayList<>();
        for (int t = 0; t < best.length; t++) {
            if (best[t] % 2 == 1) {
                int end = t + 1;
                double sum = marginals[t][best[t]];
                while (end < best.length && best[end] == best[t] + 1) {
                    sum += marginals[end][best[end]];
                    end++;
                }
                found.add(new Found(t, end, file.labels().get(best[t] / 2), Math.min(1, sum / (end - t))));
            }
        }
        return found;
    }

    static int inputs(int dimension, NameFeatures features) {
        return 3 * dimension + 5 * features.size();
    }

    /** Returns the input for a token: its vector and those of its neighbours, its features and those of four neighbours. */
    static float[] input(float[][] vectors, float[][] shapes, int token, int dimension) {
        int size = shapes[token].length;
        float[] input = new float[3 * dimension + 5 * size];
        for (int offset = -1; offset <= 1; offset++) {
            if (token + offset >= 0 && token + offset < vectors.length) {
                System.arraycopy(vectors[token + offset], 0, input, (offset + 1) * dimension, dimension);
            }
        }
        for (int offset = -2; offset <= 2; offset++) {
            if (token + offset >= 0 && token + offset < shapes.length) {
                System.arraycopy(shapes[token + offset], 0, input, 3 * dimension + (offset + 2) * size, size);
            }
        }
        return input;
    }

    /** Scales a vector to the length 1, in place. */
    static float[] unit(float[] vector) {
        double squares = 0;
        for (float number : vector) {
            squares += (double) number * number;
        }
        float factor = squares == 0 ? 0 : (float) (1 / Math.sqrt(squares));
        for (int i = 0; i < vector.length; i++) {
            vector[i] *= factor;
        }
        return vector;
    }
}

package io.bouquet.tagging.heads;

import io.bouquet.tagging.Vector;
import io.bouquet.tagging.model.TrainingProgress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;

/** Trains {@link SequenceHead}s. The same examples and options give the same head, byte for byte. */
public final class SequenceHeadTrainer {
    /** Sentences whose gradients are added before the weights change. */
    private static final int BATCH = 16;
    /** Updates that a training has at least, however few sentences there are. */
    private static final int LEAST_UPDATES = 600;

    private static final float RATE = 1e-3f;
    private static final float TRANSITION_RATE = 0.05f;
    private static final float DECAY = 0.01f;
    /** Vectors that tell the scaling of the inputs. */
    private static final int SCALING_SAMPLES = 20_000;

    private SequenceHeadTrainer() {}

    /**
     * A sentence with its spans.
     *
     * @param tokens at least one character each
     * @param states a vector for each token
     * @param spans  the right spans, which do not overlap; their score does not matter
     */
    public record Example(List<String> tokens, List<Vector> states, List<SequenceHead.Found> spans) {
        public Example {
            tokens = List.copyOf(tokens);
            states = List.copyOf(states);
            spans = List.copyOf(spans);
        }
    }

    /**
     * How to train.
     *
     * @param kind    such as {@code entities}
     * @param encoder id of the encoder that made the vectors
     * @param hidden  number of hidden units
     * @param passes  how often all sentences are seen
     * @param lists   known names in lower case, by name of the list
     * @param recased share of the sentences that are seen in lower case, and of those in upper case
     * @param seed    of the random numbers
     */
    public record Options(
            String kind,
            String encoder,
            int hidden,
            int passes,
            Map<String, List<String>> lists,
            double recased,
            long seed) {
        /** The usual options for a few hundred sentences. */
        public static Options few(String kind, String encoder) {
            return new Options(kind, encoder, 32, 10, Map.of(), 0.1, 1);
        }
    }

    /**
     * Trains a head.
     *
     * @throws IllegalArgumentException if there are no spans, or vectors differ in size
     * @throws InterruptedException     if the thread was interrupted
     */
    public static SequenceHead train(List<Example> examples, Options options, TrainingProgress progress)
            throws InterruptedException {
        TreeSet<String> found = new TreeSet<>();
        examples.forEach(example -> example.spans().forEach(span -> found.add(span.label())));
        if (found.isEmpty()) {
            throw new IllegalArgumentException("none of the " + examples.size()
                    + " sentences has a span to learn from; give sentences with labelled spans");
        }
        List<String> labels = List.copyOf(found);
        NameFeatures features = new NameFeatures(options.lists());
        int dimension = dimension(examples);
        NetworkTraining training = new NetworkTraining(
                options.hidden(),
                Crf.labels(labels.size()),
                scaling(examples, dimension, features),
                0.2f,
                0.3f,
                options.seed());
        NetworkTraining.Weights transitions =
                new NetworkTraining.Weights(Crf.transitions(labels.size()), 0, new Random(options.seed()));
        Random random = new Random(options.seed());
        List<Example> order = new ArrayList<>(examples);
        order.removeIf(example -> example.tokens().isEmpty());
        int batches = (order.size() + BATCH - 1) / BATCH;
        int passes = Math.max(options.passes(), Math.min(60, LEAST_UPDATES / batches));
        int total = passes * batches;
        int step = 0;
        for (int pass = 0; pass < passes; pass++) {
            Collections.shuffle(order, random);
            for (int from = 0; from < order.size(); from += BATCH) {
                if (Thread.interrupted()) {
                    throw new InterruptedException();
                }
                progress.at("training", step, total);
                Crf crf = new Crf(labels.size(), transitions.values);
                List<Example> batch = order.subList(from, Math.min(order.size(), from + BATCH));
                for (Example example : batch) {
                    learn(example, labels, dimension, features, training, crf, transitions.gradient, options, random);
                }
                float left = 1 - (float) step++ / total;
                training.update(RATE * left, DECAY);
                transitions.update(TRANSITION_RATE * left * 0.1f, 0);
            }
        }
        progress.at("training", total, total);
        return SequenceHead.of(
                options.kind(),
                options.encoder(),
                dimension,
                labels,
                options.lists(),
                transitions.values.clone(),
                training.network());
    }

    private static void learn(
            Example example,
            List<String> labels,
            int dimension,
            NameFeatures features,
            NetworkTraining training,
            Crf crf,
            float[] byTransition,
            Options options,
            Random random) {
        double chance = random.nextDouble();
        List<String> tokens = chance < 2 * options.recased()
                ? NameFeatures.cased(example.tokens(), chance < options.recased() / 2)
                : example.tokens();
        float[][] shapes = features.of(tokens);
        float[][] vectors = vectors(example);
        int[] gold = gold(example, labels);
        List<NetworkTraining.Pass> passes = new ArrayList<>();
        List<float[]> scores = new ArrayList<>();
        for (int t = 0; t < gold.length; t++) {
            NetworkTraining.Pass pass = training.forward(SequenceHead.input(vectors, shapes, t, dimension));
            passes.add(pass);
            scores.add(pass.scores);
        }
        double[][] marginals = crf.marginals(scores, byTransition);
        for (int t = 0; t < gold.length; t++) {
            float[] byScore = new float[marginals[t].length];
            for (int label = 0; label < byScore.length; label++) {
                byScore[label] = (float) marginals[t][label] - (label == gold[t] ? 1 : 0);
            }
            byTransition[crf.at(t == 0 ? -1 : gold[t - 1], gold[t])] -= 1;
            training.backward(passes.get(t), byScore);
        }
    }

    private static float[][] vectors(Example example) {
        return example.states().stream()
                .map(state -> SequenceHead.unit(state.toArray()))
                .toArray(float[][]::new);
    }

    private static int[] gold(Example example, List<String> labels) {
        int[] gold = new int[example.tokens().size()];
        for (SequenceHead.Found span : example.spans()) {
            int begin = 1 + 2 * labels.indexOf(span.label());
            for (int t = span.begin(); t < span.end(); t++) {
                gold[t] = t == span.begin() ? begin : begin + 1;
            }
        }
        return gold;
    }

    private static int dimension(List<Example> examples) {
        int dimension = 0;
        for (Example example : examples) {
            if (example.states().size() != example.tokens().size()) {
                throw new IllegalArgumentException(
                        "a sentence has " + example.tokens().size() + " tokens and "
                                + example.states().size() + " vectors");
            }
            for (Vector state : example.states()) {
                if (state.isEmpty() || dimension != 0 && state.size() != dimension) {
                    throw new IllegalArgumentException(
                            "a token has a vector of " + state.size() + " numbers, another one of " + dimension);
                }
                dimension = state.size();
            }
        }
        return dimension;
    }

    private static NetworkTraining.Scaling scaling(List<Example> examples, int dimension, NameFeatures features) {
        List<float[]> samples = new ArrayList<>();
        for (Example example : examples) {
            float[][] vectors = vectors(example);
            float[][] shapes = new float[vectors.length][0];
            for (int t = 0; t < vectors.length && samples.size() < SCALING_SAMPLES; t++) {
                samples.add(SequenceHead.input(vectors, shapes, t, dimension));
            }
        }
        return NetworkTraining.Scaling.of(samples, SequenceHead.inputs(dimension, features), 3 * dimension);
    }
}

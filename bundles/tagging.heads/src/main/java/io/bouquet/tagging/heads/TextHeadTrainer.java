package io.bouquet.tagging.heads;

import io.bouquet.tagging.Vector;
import io.bouquet.tagging.model.TrainingProgress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Trains {@link TextHead}s. The same examples and options give the same head, byte for byte. */
public final class TextHeadTrainer {
    private static final int FOLDS = 5;
    /** Number of examples up to which the decay is chosen by cross-validation. */
    private static final int FEW = 1_500;

    private static final int BATCH = 64;
    /** Updates that a training has at least, however few examples there are. */
    private static final int LEAST_UPDATES = 400;

    private static final float RATE = 1e-3f;
    private static final float LINEAR_RATE = 2e-3f;
    private static final float[] DECAYS = {0.01f, 0.05f, 0.2f, 0.8f};
    private static final double[] TEMPERATURES = {
        0.5, 0.6, 0.7, 0.8, 0.9, 1, 1.1, 1.25, 1.4, 1.6, 1.8, 2, 2.4, 2.8, 3.4, 4
    };
    /** Scale of cosines in heads of descriptions. Cosines of related texts are close together. */
    private static final float COSINE_SCALE = 20;

    private TextHeadTrainer() {}

    /**
     * A text with its labels.
     *
     * @param labels several for the kind {@code tags}, else one
     * @param weight 1 for usual examples, less for doubtful ones
     */
    public record Example(Vector vector, String text, List<String> labels, float weight) {
        public Example {
            labels = List.copyOf(labels);
        }
    }

    /**
     * How to train.
     *
     * @param kind     {@code sentiment}, {@code categories} or {@code tags}
     * @param encoder  id of the encoder that made the vectors
     * @param hidden   number of hidden units; 0 for a logistic regression, which is right for few examples
     * @param passes   how often all examples are seen
     * @param opinions further features of sentiment; null for none
     * @param seed     of the random numbers
     */
    public record Options(
            String kind,
            String encoder,
            int hidden,
            int passes,
            @Nullable OpinionWords opinions,
            long seed) {
        /** The usual options for a few hundred examples. */
        public static Options few(String kind, String encoder) {
            return new Options(kind, encoder, 0, 60, null, 1);
        }
    }

    /**
     * Trains a head.
     *
     * @throws IllegalArgumentException if there are no two labels, or vectors differ in size
     * @throws InterruptedException     if the thread was interrupted
     */
    public static TextHead train(List<Example> examples, Options options, TrainingProgress progress)
            throws InterruptedException {
        List<String> labels = labels(examples, options.kind());
        Data data = new Data(examples, labels, options);
        boolean few = examples.size() <= FEW;
        float[] decays = few ? DECAYS : new float[] {DECAYS[0]};
        int folds = few ? FOLDS : 1;
        int total = decays.length * folds + 1;
        int done = 0;
        double least = Double.POSITIVE_INFINITY;
        float decay = decays[0];
        double temperature = 1;
        for (float candidate : decays) {
            List<float[]> scores = new ArrayList<>();
            List<Integer> tested = new ArrayList<>();
            for (int fold = 0; fold < folds; fold++) {
                progress.at("cross-validation", done++, total);
                List<Integer> training = new ArrayList<>();
                List<Integer> test = new ArrayList<>();
                for (int i = 0; i < data.order.length; i++) {
                    boolean held = few ? i % FOLDS == fold : i % 10 == 0;
                    (held ? test : training).add(data.order[i]);
                }
                if (training.isEmpty()) {
                    continue;
                }
                Network network = train(data, training, candidate);
                for (int i : test) {
                    scores.add(network.scores(data.inputs[i]));
                    tested.add(i);
                }
            }
            for (double t : TEMPERATURES) {
                double loss = loss(data, scores, tested, t);
                if (loss < least) {
                    least = loss;
                    decay = candidate;
                    temperature = t;
                }
            }
        }
        progress.at("training", total - 1, total);
        List<Integer> all = new ArrayList<>();
        for (int i : data.order) {
            all.add(i);
        }
        Network network = train(data, all, decay);
        progress.at("training", total, total);
        return TextHead.of(
                options.kind(), options.encoder(), data.dimension, labels, network, temperature, options.opinions());
    }

    /**
     * Makes a head without training: a label is as likely as its description is near to the text.
     *
     * @param descriptions vectors of the descriptions, by label; at least two
     */
    public static TextHead describe(String kind, String encoder, Map<String, Vector> descriptions) {
        TreeMap<String, Vector> sorted = new TreeMap<>(descriptions);
        List<String> labels = List.copyOf(sorted.keySet());
        requireTwo(labels);
        int dimension = sorted.firstEntry().getValue().size();
        float[] weights = new float[dimension * labels.size()];
        int label = 0;
        for (Vector description : sorted.values()) {
            requireSize(description.size(), dimension);
            for (int i = 0; i < dimension; i++) {
                weights[i * labels.size() + label] = description.get(i) * COSINE_SCALE;
            }
            label++;
        }
        Network network =
                new Network(dimension, 0, labels.size(), weights, new float[labels.size()], new float[0], new float[0]);
        return TextHead.of(kind, encoder, dimension, labels, network, 1, null);
    }

    private static List<String> labels(List<Example> examples, String kind) {
        TreeSet<String> labels = new TreeSet<>();
        for (Example example : examples) {
            if (!kind.equals(TextHead.TAGS) && example.labels().size() != 1) {
                throw new IllegalArgumentException(
                        "a text of the kind '" + kind + "' has one label, but one has " + example.labels());
            }
            labels.addAll(example.labels());
        }
        List<String> list = List.copyOf(labels);
        if (kind.equals(TextHead.TAGS) ? list.isEmpty() : list.size() < 2) {
            requireTwo(list);
        }
        return list;
    }

    private static void requireTwo(List<String> labels) {
        if (labels.size() < 2) {
            throw new IllegalArgumentException(
                    "the texts have the labels " + labels + "; give texts of at least two labels");
        }
    }

    private static void requireSize(int size, int dimension) {
        if (size == 0 || size != dimension) {
            throw new IllegalArgumentException(
                    "a text has a vector of " + size + " numbers, another one of " + dimension);
        }
    }

    private static Network train(Data data, List<Integer> ids, float decay) throws InterruptedException {
        Options options = data.options;
        boolean linear = options.hidden() == 0;
        NetworkTraining training = new NetworkTraining(
                options.hidden(), data.labels, data.scaling, linear ? 0 : 0.2f, linear ? 0 : 0.5f, options.seed());
        List<Integer> order = new ArrayList<>(ids);
        Random random = new Random(options.seed());
        int batches = (ids.size() + BATCH - 1) / BATCH;
        int passes = Math.max(options.passes(), LEAST_UPDATES / batches);
        float rate = linear ? LINEAR_RATE : RATE;
        int step = 0;
        for (int pass = 0; pass < passes; pass++) {
            Collections.shuffle(order, random);
            for (int from = 0; from < order.size(); from += BATCH) {
                if (Thread.interrupted()) {
                    throw new InterruptedException();
                }
                List<Integer> batch = order.subList(from, Math.min(order.size(), from + BATCH));
                for (int i : batch) {
                    NetworkTraining.Pass forward = training.forward(data.inputs[i]);
                    training.backward(forward, data.gradient(i, forward.scores, batch.size()));
                }
                float left = 1 - (float) step++ / (passes * batches);
                training.update(rate * left, decay);
            }
        }
        return training.network();
    }

    private static double loss(Data data, List<float[]> scores, List<Integer> ids, double temperature) {
        double loss = 0;
        for (int i = 0; i < ids.size(); i++) {
            double[] shares = data.shares(scores.get(i), (float) temperature);
            float[] gold = data.gold[ids.get(i)];
            for (int label = 0; label < shares.length; label++) {
                double share = gold[label] > 0 ? shares[label] : data.tags ? 1 - shares[label] : 1;
                loss -= data.weights[ids.get(i)] * Math.log(Math.max(1e-9, share));
            }
        }
        return loss;
    }

    /** The examples as the network sees them. */
    private static final class Data {
        private final Options options;
        private final boolean tags;
        private final int dimension;
        private final int labels;
        private final float[][] inputs;
        private final float[][] gold;
        private final float[] weights;
        private final int[] order;
        private final NetworkTraining.Scaling scaling;

        Data(List<Example> examples, List<String> labels, Options options) {
            this.options = options;
            this.labels = labels.size();
            tags = options.kind().equals(TextHead.TAGS);
            int size = examples.size();
            inputs = new float[size][];
            gold = new float[size][labels.size()];
            weights = new float[size];
            dimension = examples.get(0).vector().size();
            List<Integer> ids = new ArrayList<>();
            for (int i = 0; i < size; i++) {
                Example example = examples.get(i);
                requireSize(example.vector().size(), dimension);
                inputs[i] = TextHead.input(example.vector().toArray(), example.text(), options.opinions());
                for (String label : example.labels()) {
                    gold[i][labels.indexOf(label)] = 1;
                }
                weights[i] = example.weight();
                ids.add(i);
            }
            Collections.shuffle(ids, new Random(options.seed()));
            order = ids.stream().mapToInt(Integer::intValue).toArray();
            scaling = NetworkTraining.Scaling.of(Arrays.asList(inputs), inputs[0].length, dimension);
        }

        double[] shares(float[] scores, float temperature) {
            return tags ? TextHead.sigmoid(scores, temperature) : TextHead.softmax(scores, temperature);
        }

        float[] gradient(int i, float[] scores, int batch) {
            double[] shares = shares(scores, 1);
            float[] gradient = new float[labels];
            for (int label = 0; label < labels; label++) {
                gradient[label] = (float) (shares[label] - gold[i][label]) * weights[i] / batch;
            }
            return gradient;
        }
    }
}

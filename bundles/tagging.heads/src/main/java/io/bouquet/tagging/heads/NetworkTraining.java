package io.bouquet.tagging.heads;

import java.util.Arrays;
import java.util.Random;

/** A {@link Network} in training, by Adam with dropout and weight decay. Not thread-safe; the same calls give the same network. */
final class NetworkTraining {
    private static final float FIRST_MOMENT = 0.9f;
    private static final float SECOND_MOMENT = 0.999f;
    private static final float TINY = 1e-8f;

    private final int inputs;
    private final int hidden;
    private final int outputs;
    private final int width;
    private final Scaling scaling;
    private final float dropInput;
    private final float dropHidden;
    private final Random random;
    private final Weights first;
    private final Weights firstBias;
    private final Weights second;
    private final Weights secondBias;
    private int updates;

    NetworkTraining(int hidden, int outputs, Scaling scaling, float dropInput, float dropHidden, long seed) {
        this.inputs = scaling.mean().length;
        this.hidden = hidden;
        this.outputs = outputs;
        this.width = hidden == 0 ? outputs : hidden;
        this.scaling = scaling;
        this.dropInput = dropInput;
        this.dropHidden = dropHidden;
        random = new Random(seed);
        first = new Weights(inputs * width, hidden == 0 ? 0 : (float) Math.sqrt(1.0 / inputs), random);
        firstBias = new Weights(width, 0, random);
        second = new Weights(hidden * outputs, (float) Math.sqrt(1.0 / Math.max(1, hidden)), random);
        secondBias = new Weights(hidden == 0 ? 0 : outputs, 0, random);
    }

    /** The mean and the factor of each input, which bring inputs to a size that is easy to learn from. */
    record Scaling(float[] mean, float[] factor) {
        /** Returns the scaling of inputs whose parts each have a mean size of 1. Inputs from {@code dense} on stay. */
        static Scaling of(Iterable<float[]> samples, int inputs, int dense) {
            double[] sum = new double[dense];
            double squares = 0;
            long count = 0;
            for (float[] x : samples) {
                for (int i = 0; i < dense; i++) {
                    sum[i] += x[i];
                    squares += (double) x[i] * x[i];
                }
                count++;
            }
            float[] mean = new float[inputs];
            float[] factor = new float[inputs];
            Arrays.fill(factor, 1);
            double means = 0;
            for (int i = 0; i < dense && count > 0; i++) {
                mean[i] = (float) (sum[i] / count);
                means += (double) mean[i] * mean[i];
            }
            double variance = count == 0 || dense == 0 ? 1 : Math.max(0, squares / count - means) / dense;
            Arrays.fill(factor, 0, dense, (float) (1 / Math.sqrt(Math.max(1e-8, variance))));
            return new Scaling(mean, factor);
        }
    }

    /** What one input made of the network, for its gradient. */
    static final class Pass {
        private final float[] x;
        private final float[] units;
        final float[] scores;

        private Pass(float[] x, float[] units, float[] scores) {
            this.x = x;
            this.units = units;
            this.scores = scores;
        }
    }

    Pass forward(float[] input) {
        float[] x = new float[inputs];
        float keep = 1 / (1 - dropInput);
        for (int i = 0; i < inputs; i++) {
            if (dropInput == 0 || random.nextFloat() >= dropInput) {
                x[i] = (input[i] - scaling.mean()[i]) * scaling.factor()[i] * keep;
            }
        }
        float[] units = firstBias.values.clone();
        Network.spread(x, inputs, first.values, units);
        if (hidden == 0) {
            return new Pass(x, units, units);
        }
        float keepUnit = 1 / (1 - dropHidden);
        for (int u = 0; u < hidden; u++) {
            boolean kept = dropHidden == 0 || random.nextFloat() >= dropHidden;
            units[u] = kept ? Math.max(0, units[u]) * keepUnit : 0;
        }
        float[] scores = secondBias.values.clone();
        Network.spread(units, hidden, second.values, scores);
        return new Pass(x, units, scores);
    }

    /** Adds the gradient of the loss by the scores. */
    void backward(Pass pass, float[] byScore) {
        float[] byUnit = byScore;
        if (hidden > 0) {
            byUnit = new float[hidden];
            float keepUnit = 1 / (1 - dropHidden);
            for (int u = 0; u < hidden; u++) {
                if (pass.units[u] > 0) {
                    float sum = 0;
                    for (int o = 0; o < outputs; o++) {
                        sum += second.values[u * outputs + o] * byScore[o];
                        second.gradient[u * outputs + o] += pass.units[u] * byScore[o];
                    }
                    byUnit[u] = sum * keepUnit;
                }
            }
            for (int o = 0; o < outputs; o++) {
                secondBias.gradient[o] += byScore[o];
            }
        }
        for (int i = 0; i < inputs; i++) {
            float value = pass.x[i];
            if (value != 0) {
                int at = i * width;
                for (int u = 0; u < width; u++) {
                    first.gradient[at + u] += value * byUnit[u];
                }
            }
        }
        for (int u = 0; u < width; u++) {
            firstBias.gradient[u] += byUnit[u];
        }
    }

    /** Follows the gradient. */
    void update(float rate, float decay) {
        updates++;
        float corrected = rate
                * (float) (Math.sqrt(1 - Math.pow(SECOND_MOMENT, updates)) / (1 - Math.pow(FIRST_MOMENT, updates)));
        first.update(corrected, rate * decay);
        firstBias.update(corrected, 0);
        second.update(corrected, rate * decay);
        secondBias.update(corrected, 0);
    }

    /** Returns the network for inputs that are not scaled. */
    Network network() {
        float[] weights = first.values.clone();
        float[] bias = firstBias.values.clone();
        for (int i = 0; i < inputs; i++) {
            float factor = scaling.factor()[i];
            float mean = scaling.mean()[i];
            for (int u = 0; u < width; u++) {
                int at = i * width + u;
                weights[at] *= factor;
                bias[u] -= weights[at] * mean;
            }
        }
        return new Network(inputs, hidden, outputs, weights, bias, second.values.clone(), secondBias.values.clone());
    }

    /** Weights with their gradients and moments. */
    static final class Weights {
        final float[] values;
        final float[] gradient;
        private final float[] momentum;
        private final float[] variance;

        Weights(int size, float spread, Random random) {
            values = new float[size];
            gradient = new float[size];
            momentum = new float[size];
            variance = new float[size];
            for (int i = 0; i < size && spread > 0; i++) {
                values[i] = (float) random.nextGaussian() * spread;
            }
        }

        void update(float rate, float decay) {
            for (int i = 0; i < values.length; i++) {
                float g = gradient[i];
                momentum[i] = FIRST_MOMENT * momentum[i] + (1 - FIRST_MOMENT) * g;
                variance[i] = SECOND_MOMENT * variance[i] + (1 - SECOND_MOMENT) * g * g;
                values[i] -= rate * momentum[i] / ((float) Math.sqrt(variance[i]) + TINY) + decay * values[i];
                gradient[i] = 0;
            }
        }
    }
}

package io.bouquet.tagging.heads;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** A network with one hidden layer of rectified linear units, or with none. Immutable. */
final class Network {
    private static final int MOST = 1 << 16;
    private static final long MOST_WEIGHTS = 1L << 24;

    final int inputs;
    final int hidden;
    final int outputs;
    /** Weights from the inputs, the weights of one input side by side. */
    final float[] first;

    final float[] firstBias;
    /** Weights from the hidden units, the weights of one unit side by side; empty if there is no hidden layer. */
    final float[] second;

    final float[] secondBias;

    /** @param hidden number of hidden units; 0 for none */
    Network(int inputs, int hidden, int outputs, float[] first, float[] firstBias, float[] second, float[] secondBias) {
        this.inputs = inputs;
        this.hidden = hidden;
        this.outputs = outputs;
        this.first = first;
        this.firstBias = firstBias;
        this.second = second;
        this.secondBias = secondBias;
    }

    /** Returns the score of each output. */
    float[] scores(float[] x) {
        float[] units = firstBias.clone();
        spread(x, inputs, first, units);
        if (hidden == 0) {
            return units;
        }
        for (int u = 0; u < hidden; u++) {
            units[u] = Math.max(0, units[u]);
        }
        float[] scores = secondBias.clone();
        spread(units, hidden, second, scores);
        return scores;
    }

    /** Adds the products of {@code x} and the weights to the sums. */
    static void spread(float[] x, int size, float[] weights, float[] sums) {
        int width = sums.length;
        for (int i = 0; i < size; i++) {
            float value = x[i];
            if (value != 0) {
                int at = i * width;
                for (int u = 0; u < width; u++) {
                    sums[u] += value * weights[at + u];
                }
            }
        }
    }

    void write(DataOutput out) throws IOException {
        out.writeInt(inputs);
        out.writeInt(hidden);
        out.writeInt(outputs);
        for (float[] part : new float[][] {first, firstBias, second, secondBias}) {
            for (float weight : part) {
                out.writeShort(HalfFloat.of(weight));
            }
        }
    }

    static Network read(DataInput in) throws IOException {
        int inputs = size(in.readInt());
        int hidden = size(in.readInt());
        int outputs = size(in.readInt());
        int width = hidden == 0 ? outputs : hidden;
        if (inputs == 0 || outputs == 0 || (long) inputs * width > MOST_WEIGHTS) {
            throw new IOException("its network has " + inputs + " inputs and " + outputs + " outputs");
        }
        return new Network(
                inputs,
                hidden,
                outputs,
                weights(in, inputs * width),
                weights(in, width),
                weights(in, hidden * outputs),
                weights(in, hidden == 0 ? 0 : outputs));
    }

    private static int size(int size) throws IOException {
        if (size < 0 || size > MOST) {
            throw new IOException("its network has a size of " + size);
        }
        return size;
    }

    private static float[] weights(DataInput in, int count) throws IOException {
        float[] weights = new float[count];
        for (int i = 0; i < count; i++) {
            weights[i] = HalfFloat.toFloat(in.readShort());
        }
        return weights;
    }
}

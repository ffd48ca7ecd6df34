package io.bouquet.tagging.opennlp;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.DoubleBuffer;
import java.nio.LongBuffer;
import java.util.Arrays;
import opennlp.tools.ml.maxent.GISModel;
import opennlp.tools.ml.model.AbstractModel;
import opennlp.tools.ml.model.Context;
import org.jspecify.annotations.Nullable;

/**
 * A maximum entropy model in one flat table, which may be a mapped file. It computes the same as {@link GISModel} in
 * the same order, so the results are bit-identical. Thread-safe.
 *
 * <p>The table has a header of 16 bytes ({@link CompactTable}), slots of 16 bytes (the hash of a predicate, the index
 * of its pattern, the index of its first parameter), parameters of 8 bytes, and patterns of 2-byte numbers: the number
 * of outcomes, then the outcomes.
 */
final class CompactModel extends AbstractModel {
    /** Views of the table: one of the whole table would check and convert each number that it reads. */
    private final LongBuffer slots;

    private final DoubleBuffer parameters;
    private final CharBuffer patterns;
    private final double uniform;

    CompactModel(String[] outcomes, ByteBuffer table) {
        super(new Context[0], new String[0], outcomes);
        slots = CompactTable.slots(table);
        parameters = CompactTable.parameters(table);
        patterns = CompactTable.patterns(table);
        uniform = Math.log(1.0 / outcomes.length);
    }

    @Override
    public double[] eval(String[] context) {
        return eval(context, null, new double[getNumOutcomes()]);
    }

    @Override
    public double[] eval(String[] context, double[] sums) {
        return eval(context, null, sums);
    }

    @Override
    public double[] eval(String[] context, float[] values) {
        return eval(context, values, new double[getNumOutcomes()]);
    }

    private double[] eval(String[] context, float @Nullable [] values, double[] sums) {
        int outcomes = getNumOutcomes();
        Arrays.fill(sums, 0, outcomes, uniform);
        for (int i = 0; i < context.length; i++) {
            int slot = CompactTable.find(slots, CompactTable.hash(context[i]));
            if (slot >= 0) {
                add(slots.get(slot + 1), values == null ? 1 : values[i], sums);
            }
        }
        double all = 0;
        for (int i = 0; i < outcomes; i++) {
            sums[i] = StrictMath.exp(sums[i]);
            all += sums[i];
        }
        for (int i = 0; i < outcomes; i++) {
            sums[i] /= all;
        }
        return sums;
    }

    private void add(long indexes, double value, double[] sums) {
        int outcome = CompactTable.pattern(indexes);
        int parameter = CompactTable.parameter(indexes);
        int end = outcome + patterns.get(outcome);
        while (outcome < end) {
            sums[patterns.get(++outcome)] += parameters.get(parameter++) * value;
        }
    }
}

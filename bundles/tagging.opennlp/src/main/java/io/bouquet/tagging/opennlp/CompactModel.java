package io.bouquet.tagging.opennlp;

import java.nio.ByteBuffer;
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
    private final ByteBuffer table;
    private final int slots;
    private final int parameters;
    private final int patterns;
    private final double uniform;

    CompactModel(String[] outcomes, ByteBuffer table) {
        super(new Context[0], new String[0], outcomes);
        this.table = table.order(CompactTable.ORDER);
        this.slots = table.getInt(CompactTable.SLOTS_AT);
        this.parameters = CompactTable.HEADER + slots * CompactTable.SLOT;
        this.patterns = parameters + table.getInt(CompactTable.PARAMETERS_AT) * Double.BYTES;
        this.uniform = Math.log(1.0 / outcomes.length);
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
            int slot = CompactTable.find(table, slots, CompactTable.hash(context[i]));
            if (slot >= 0) {
                add(slot, values == null ? 1 : values[i], sums);
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

    private void add(int slot, double value, double[] sums) {
        int outcome = patterns + table.getInt(slot + CompactTable.PATTERN_IN_SLOT) * Character.BYTES;
        int parameter = parameters + table.getInt(slot + CompactTable.PARAMETER_IN_SLOT) * Double.BYTES;
        for (int left = table.getChar(outcome); left > 0; left--) {
            outcome += Character.BYTES;
            sums[table.getChar(outcome)] += table.getDouble(parameter) * value;
            parameter += Double.BYTES;
        }
    }
}

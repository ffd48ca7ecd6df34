package io.bouquet.tagging.onnx;

import org.jspecify.annotations.Nullable;

/** One row of a batch: a text or a window of it. The runner writes the result before it hands the sequence back. */
final class Sequence {
    /** Index of the text in its call. */
    final int text;
    /** Index of the first piece of the window among the pieces of its text. */
    final int first;

    final long[] ids;

    /** The values of the whole batch; null if the run failed. */
    float @Nullable [] values;
    /** The values of the inner layer, in the same places; null if there is none. */
    float @Nullable [] states;

    /** Index of the first value of this sequence. */
    int offset;

    @Nullable
    Throwable failure;

    Sequence(int text, int first, long[] ids) {
        this.text = text;
        this.first = first;
        this.ids = ids;
    }
}

package io.bouquet.tagging.onnx;

/**
 * What a model gave for a text. The arrays are those of a whole batch and are not to be kept.
 *
 * @param pooled  vector of the text; its own array
 * @param values  vectors of the pieces, one after the other; empty if the model gives none
 * @param offset  index of the first value of the first piece
 * @param columns numbers of a vector
 */
record Output(float[] pooled, float[] values, int offset, int columns) {
    /** Index of the first value of a piece. */
    int at(int piece) {
        return offset + piece * columns;
    }
}

package io.bouquet.tagging.onnx;

/**
 * How a model reads texts.
 *
 * @param pooling   how the vector of a text is made of those of its pieces, if the model gives the latter
 * @param maxPieces largest number of pieces that the model sees at once, with special pieces
 * @param overlap   pieces that neighbouring windows of a longer text share
 * @param rank      dimensions of the model's output: 2 for one vector for each text, 3 for one for each piece
 * @param states    name of the value in the graph that has the vectors of the pieces; empty for the output
 */
record SequenceSettings(Pooling pooling, int maxPieces, int overlap, int rank, String states) {
    /** The usual share of a window that the next one repeats. */
    private static final int USUAL_OVERLAP = 8;

    SequenceSettings {
        if (maxPieces < MIN_PIECES || maxPieces > MAX_PIECES) {
            throw new IllegalArgumentException(
                    "a window of " + maxPieces + " pieces is not in " + MIN_PIECES + ".." + MAX_PIECES);
        }
    }

    static final int MIN_PIECES = 8;
    static final int MAX_PIECES = 8192;

    static SequenceSettings of(Pooling pooling, int maxPieces, int rank) {
        return new SequenceSettings(pooling, maxPieces, maxPieces / USUAL_OVERLAP, rank, "");
    }

    /** Returns the same settings with an inner layer that has the vectors of the pieces. */
    SequenceSettings withStates(String value) {
        return new SequenceSettings(pooling, maxPieces, overlap, rank, value);
    }
}

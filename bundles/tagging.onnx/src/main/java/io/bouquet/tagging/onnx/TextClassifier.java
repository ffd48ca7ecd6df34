package io.bouquet.tagging.onnx;

import java.io.IOException;
import java.util.List;

/** Gives texts probabilities of labels. Thread-safe. */
interface TextClassifier extends AutoCloseable {
    /**
     * Checks the model by running it.
     *
     * @throws IOException if it cannot be used; the message is for its author
     */
    void check() throws IOException;

    /** The labels in the order of the probabilities. Call it after the check. */
    List<String> labels();

    /** Returns the probabilities of the labels for each text. */
    List<double[]> classify(List<String> texts);

    @Override
    void close();
}

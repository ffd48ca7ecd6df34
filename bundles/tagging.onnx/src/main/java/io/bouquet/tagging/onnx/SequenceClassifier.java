package io.bouquet.tagging.onnx;

import java.io.IOException;
import java.util.List;

/** A text classifier with a tokenizer, such as a BERT with a layer for classes. */
final class SequenceClassifier implements TextClassifier {
    private final SequenceModel model;
    private final List<String> labels;
    private final boolean multi;

    /** @param multi whether a text may have several labels: each has a probability of its own then */
    SequenceClassifier(SequenceModel model, List<String> labels, boolean multi) {
        this.model = model;
        this.labels = labels;
        this.multi = multi;
    }

    @Override
    public void check() throws IOException {
        Scores.requireLabels(model.check(), labels);
    }

    @Override
    public List<String> labels() {
        return labels;
    }

    @Override
    public List<double[]> classify(List<String> texts) {
        return model.run(texts, (i, pieces, output) -> {
            float[] logits = output.pooled();
            return multi ? Scores.sigmoid(logits) : Scores.softmax(logits, 0, logits.length);
        });
    }

    @Override
    public void close() {
        model.close();
    }
}

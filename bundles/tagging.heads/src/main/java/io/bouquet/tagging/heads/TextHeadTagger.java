package io.bouquet.tagging.heads;

import io.bouquet.tagging.AnnotatedText;
import io.bouquet.tagging.Annotation;
import io.bouquet.tagging.Layers;
import io.bouquet.tagging.Vector;
import io.bouquet.tagging.spi.Tagger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Gives a text labels: its sentiment and that of each sentence, its category or its tags. The probabilities of all labels
 * are attributes of the annotation.
 */
final class TextHeadTagger implements Tagger {
    /** Least probability of a tag. */
    private static final double TAGGED = 0.5;

    private final TextHead head;
    private final String layer;

    TextHeadTagger(TextHead head, String layer) {
        this.head = head;
        this.layer = layer;
    }

    @Override
    public Layers tag(AnnotatedText text) {
        List<Annotation> embeddings = text.layer(Layers.EMBEDDINGS);
        List<Annotation> labelled = new ArrayList<>();
        for (Annotation embedding : embeddings) {
            Vectors.require(
                    head.encoder(),
                    head.dimension(),
                    embedding.attributes().getOrDefault(Layers.ENCODER, ""),
                    embedding.vector());
            label(text, embedding, labelled);
            if (!head.kind().equals(TextHead.SENTIMENT)) {
                break;
            }
        }
        return Layers.of(layer, labelled);
    }

    private void label(AnnotatedText text, Annotation embedding, List<Annotation> labelled) {
        Vector vector = embedding.vector();
        double[] probabilities = head.probabilities(vector, text.textOf(embedding));
        List<String> labels = head.labels();
        if (head.kind().equals(TextHead.TAGS)) {
            for (int i = 0; i < probabilities.length; i++) {
                if (probabilities[i] >= TAGGED) {
                    labelled.add(new Annotation(embedding.span(), labels.get(i), probabilities[i]));
                }
            }
            return;
        }
        Map<String, String> all = new HashMap<>();
        int best = 0;
        for (int i = 0; i < probabilities.length; i++) {
            all.put(labels.get(i), String.format(Locale.ROOT, "%.4f", probabilities[i]));
            best = probabilities[i] > probabilities[best] ? i : best;
        }
        labelled.add(new Annotation(embedding.span(), labels.get(best), Math.min(1, probabilities[best]), all));
    }
}

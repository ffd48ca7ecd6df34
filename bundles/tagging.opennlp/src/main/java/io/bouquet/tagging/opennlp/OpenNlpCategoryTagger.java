package io.bouquet.tagging.opennlp;

import io.bouquet.tagging.AnnotatedText;
import io.bouquet.tagging.Annotation;
import io.bouquet.tagging.Layers;
import io.bouquet.tagging.Span;
import io.bouquet.tagging.spi.Tagger;
import java.util.List;
import opennlp.tools.doccat.DoccatModel;
import opennlp.tools.doccat.DocumentCategorizerME;

/** Finds the category that fits a text best. A text without words gets no category. */
final class OpenNlpCategoryTagger implements Tagger {
    private final String layer;
    private final Pool<DocumentCategorizerME> categorizers;

    OpenNlpCategoryTagger(DoccatModel model, String layer) {
        this.layer = layer;
        this.categorizers = new Pool<>(() -> new DocumentCategorizerME(model));
    }

    @Override
    public Layers tag(AnnotatedText text) {
        List<String> words = Words.of(text.text());
        if (words.isEmpty()) {
            return Layers.of(layer, List.of());
        }
        return Layers.of(layer, categorizers.with(categorizer -> {
            double[] scores = categorizer.categorize(words.toArray(String[]::new));
            String best = categorizer.getBestCategory(scores);
            double score = Math.min(1, scores[categorizer.getIndex(best)]);
            return List.of(new Annotation(Span.of(text.text()), best, score));
        }));
    }
}

package io.bouquet.tagging.opennlp;

import io.bouquet.tagging.AnnotatedText;
import io.bouquet.tagging.Annotation;
import io.bouquet.tagging.Layers;
import io.bouquet.tagging.Span;
import io.bouquet.tagging.spi.Tagger;
import java.util.ArrayList;
import java.util.List;
import opennlp.tools.doccat.DoccatModel;
import opennlp.tools.doccat.DocumentCategorizerME;

/**
 * Labels a text and each of its sentences as {@code positive} or {@code negative}, or as {@code neutral} if neither is
 * likelier than {@link #UNDECIDED}. The score is the probability of the likelier of the two.
 */
final class OpenNlpSentimentTagger implements Tagger {
    private static final double UNDECIDED = 0.55;

    private final String layer;
    private final Pool<DocumentCategorizerME> categorizers;

    OpenNlpSentimentTagger(DoccatModel model, String layer) {
        this.layer = layer;
        this.categorizers = new Pool<>(() -> new DocumentCategorizerME(model));
    }

    @Override
    public Layers tag(AnnotatedText text) {
        List<Annotation> sentences = text.layer(Layers.SENTENCES);
        if (sentences.isEmpty()) {
            return Layers.of(layer, List.of());
        }
        return Layers.of(layer, categorizers.with(categorizer -> {
            List<Annotation> sentiment = new ArrayList<>(sentences.size() + 1);
            sentiment.add(judge(categorizer, text.text(), Span.of(text.text())));
            for (Annotation sentence : sentences) {
                Deadline.check();
                sentiment.add(judge(categorizer, text.text(), sentence.span()));
            }
            return sentiment;
        }));
    }

    private static Annotation judge(DocumentCategorizerME categorizer, String text, Span span) {
        double[] scores =
                categorizer.categorize(Words.withNegation(span.in(text)).toArray(String[]::new));
        String best = categorizer.getBestCategory(scores);
        double score = Math.min(1, scores[categorizer.getIndex(best)]);
        return new Annotation(span, score < UNDECIDED ? "neutral" : best, score);
    }
}

package io.bouquet.tagging.opennlp;

import io.bouquet.tagging.AnnotatedText;
import io.bouquet.tagging.Annotation;
import io.bouquet.tagging.Layers;
import io.bouquet.tagging.Span;
import io.bouquet.tagging.spi.Tagger;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import opennlp.tools.langdetect.Language;
import opennlp.tools.langdetect.LanguageDetectorME;
import opennlp.tools.langdetect.LanguageDetectorModel;

/** Says in which language a text is, from its first letters; nothing where there are none. */
final class OpenNlpLanguageTagger implements Tagger {
    /** More tells no more. */
    private static final int ENOUGH = 5_000;

    /** OpenNLP's normalisation backtracks through long words, deep enough to overflow the stack. */
    private static final int LONGEST_STRETCH = 60;

    /**
     * Of the best score. A few words score alike in dozens of languages, so that an English sentence comes out as
     * Volapük by a hair; whole sentences of another language leave English and German well below this.
     */
    private static final double NEARLY = 0.7;

    private final String layer;
    private final Pool<LanguageDetectorME> detectors;

    OpenNlpLanguageTagger(LanguageDetectorModel model, String layer) {
        this.layer = layer;
        this.detectors = new Pool<>(() -> new LanguageDetectorME(model));
    }

    @Override
    public Layers tag(AnnotatedText text) {
        String sample = sample(text.text());
        if (sample.isEmpty()) {
            return Layers.of(layer, List.of());
        }
        Language[] likeliestFirst = detectors.with(detector -> detector.predictLanguages(sample));
        Language best = likeliestFirst[0];
        String alternatives = alternatives(likeliestFirst);
        return Layers.of(
                layer,
                List.of(new Annotation(
                        Span.of(text.text()),
                        LanguageCodes.shortest(best.getLang()),
                        Math.min(1, best.getConfidence()),
                        alternatives.isEmpty() ? Map.of() : Map.of(Layers.ALTERNATIVES, alternatives))));
    }

    private static String alternatives(Language[] likeliestFirst) {
        double nearly = NEARLY * likeliestFirst[0].getConfidence();
        return Arrays.stream(likeliestFirst, 1, likeliestFirst.length)
                .takeWhile(language -> language.getConfidence() >= nearly)
                .map(language -> LanguageCodes.shortest(language.getLang()))
                .collect(Collectors.joining(" "));
    }

    /** The text from its first letter on, with a space in each long word. */
    private static String sample(String text) {
        StringBuilder sample = new StringBuilder();
        int stretch = 0;
        int at = 0;
        while (at < text.length() && sample.length() < ENOUGH) {
            int codePoint = text.codePointAt(at);
            at += Character.charCount(codePoint);
            if (sample.isEmpty() && !Character.isLetter(codePoint)) {
                continue;
            }
            boolean space = Character.isWhitespace(codePoint);
            if (space && stretch == 0) {
                continue;
            }
            stretch = space ? 0 : stretch + 1;
            sample.appendCodePoint(codePoint);
            if (stretch == LONGEST_STRETCH) {
                sample.append(' ');
                stretch = 0;
            }
        }
        return sample.toString();
    }
}

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

/** Detects the language of a text from its beginning. A text without letters gets no language. */
final class OpenNlpLanguageTagger implements Tagger {
    /** Characters of a text to read. More do not improve the result. */
    private static final int ENOUGH = 5_000;

    /** Longest stretch without a space. Longer words overflow the stack in OpenNLP's normalisation. */
    private static final int LONGEST_STRETCH = 60;

    /**
     * Fraction of the best score from which a language counts as an alternative. A short text scores alike in dozens of
     * languages, so an English sentence may be detected as Volapük. For whole sentences of another language, English
     * and German score well below this.
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

    /** Returns the text from its first letter on, with spaces inserted into long words. */
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

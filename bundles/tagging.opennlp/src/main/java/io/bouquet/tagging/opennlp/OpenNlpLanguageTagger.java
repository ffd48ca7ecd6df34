package io.bouquet.tagging.opennlp;

import io.bouquet.tagging.AnnotatedText;
import io.bouquet.tagging.Annotation;
import io.bouquet.tagging.Layers;
import io.bouquet.tagging.Span;
import io.bouquet.tagging.opennlp.LanguageEvidence.Weighed;
import io.bouquet.tagging.spi.Tagger;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import opennlp.tools.langdetect.Language;
import opennlp.tools.langdetect.LanguageDetectorME;
import opennlp.tools.langdetect.LanguageDetectorModel;

/** Detects the language of a text from its beginning: {@code und} if nothing is known. A blank text has none. */
final class OpenNlpLanguageTagger implements Tagger {
    /** Characters of a text to read. More do not improve the result. */
    private static final int ENOUGH = 5_000;

    /** Longest stretch without a space. Longer words overflow the stack in OpenNLP's normalisation. */
    private static final int LONGEST_STRETCH = 60;

    /** Fraction of the best probability from which a language counts as an alternative. */
    private static final double NEARLY = 0.7;

    /** ISO 639-3: undetermined. */
    private static final String NONE = "und";

    private static final LanguageEvidence EVIDENCE = new LanguageEvidence();

    private final String layer;
    private final Pool<LanguageDetectorME> detectors;

    OpenNlpLanguageTagger(LanguageDetectorModel model, String layer) {
        this.layer = layer;
        this.detectors = new Pool<>(() -> new LanguageDetectorME(model));
    }

    @Override
    public Layers tag(AnnotatedText text) {
        if (Texts.skipSpace(text.text(), 0, text.text().length()) == text.text().length()) {
            return Layers.of(layer, List.of());
        }
        String sample = sample(text.text());
        List<Weighed> likeliestFirst = sample.isEmpty() ? List.of() : EVIDENCE.weigh(sample, scores(sample));
        if (likeliestFirst.isEmpty()) {
            return Layers.of(layer, List.of(new Annotation(Span.of(text.text()), NONE, 0)));
        }
        Weighed best = likeliestFirst.get(0);
        String alternatives = likeliestFirst.stream()
                .skip(1)
                .takeWhile(other -> other.probability() >= NEARLY * best.probability())
                .map(Weighed::language)
                .collect(Collectors.joining(" "));
        return Layers.of(
                layer,
                List.of(new Annotation(
                        Span.of(text.text()),
                        best.language(),
                        best.probability(),
                        alternatives.isEmpty() ? Map.of() : Map.of(Layers.ALTERNATIVES, alternatives))));
    }

    private Map<String, Double> scores(String sample) {
        Map<String, Double> scores = new HashMap<>();
        for (Language language : detectors.with(detector -> detector.predictLanguages(sample))) {
            scores.merge(LanguageCodes.shortest(language.getLang()), language.getConfidence(), Math::max);
        }
        return scores;
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

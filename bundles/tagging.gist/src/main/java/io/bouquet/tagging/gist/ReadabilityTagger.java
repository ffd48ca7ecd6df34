package io.bouquet.tagging.gist;

import io.bouquet.tagging.AnnotatedText;
import io.bouquet.tagging.Annotation;
import io.bouquet.tagging.Layers;
import io.bouquet.tagging.Span;
import io.bouquet.tagging.spi.Tagger;
import io.bouquet.tagging.spi.TaggerService;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import org.osgi.service.component.annotations.Component;

/**
 * Says how easily a text is read. English: Flesch reading ease (1948) and the grade of Flesch and Kincaid (1975). German:
 * the reading ease of Amstad (1978) and the first Wiener Sachtextformel (Bamberger and Vanecek 1984) as the grade.
 */
@Component
@TaggerService(
        name = "readability",
        requires = Layers.SENTENCES,
        produces = Layers.READABILITY,
        languages = {"en", "de"},
        onRequest = true)
public final class ReadabilityTagger implements Tagger {
    @Override
    public Layers tag(AnnotatedText text) {
        Counts counts = Counts.of(text);
        if (counts.words == 0) {
            return Layers.of(Layers.READABILITY, List.of());
        }
        boolean german = "de".equals(text.language());
        double perSentence = (double) counts.words / Math.max(1, counts.sentences);
        double syllables = (double) counts.syllables / counts.words;
        double ease = german ? 180 - perSentence - 58.5 * syllables : 206.835 - 1.015 * perSentence - 84.6 * syllables;
        double grade = german
                ? 0.1935 * counts.percent(counts.polysyllables)
                        + 0.1672 * perSentence
                        + 0.1297 * counts.percent(counts.longWords)
                        - 0.0327 * counts.percent(counts.monosyllables)
                        - 0.875
                : 0.39 * perSentence + 11.8 * syllables - 15.59;
        Map<String, String> attributes = new TreeMap<>();
        attributes.put("ease", rounded(ease));
        attributes.put("grade", rounded(Math.max(0, grade)));
        attributes.put("sentences", String.valueOf(counts.sentences));
        attributes.put("words", String.valueOf(counts.words));
        attributes.put("syllables", String.valueOf(counts.syllables));
        attributes.put("wordsPerSentence", rounded(perSentence));
        return Layers.of(
                Layers.READABILITY, List.of(new Annotation(Span.of(text.text()), label(ease), Double.NaN, attributes)));
    }

    private static String label(double ease) {
        return ease >= 70 ? "easy" : ease >= 50 ? "plain" : ease >= 30 ? "difficult" : "very-difficult";
    }

    private static String rounded(double number) {
        return String.format(Locale.ROOT, "%.1f", number);
    }

    private static final class Counts {
        private static final int LONG_WORD = 7;

        int sentences;
        int words;
        int syllables;
        int monosyllables;
        int polysyllables;
        int longWords;

        static Counts of(AnnotatedText text) {
            Counts counts = new Counts();
            boolean german = "de".equals(text.language());
            for (Annotation sentence : text.layer(Layers.SENTENCES)) {
                Words.checkDeadline();
                int before = counts.words;
                Matcher word = Words.WORD
                        .matcher(text.text())
                        .region(sentence.span().begin(), sentence.span().end());
                while (word.find()) {
                    counts.add(word.group(), german);
                }
                counts.sentences += counts.words > before ? 1 : 0;
            }
            return counts;
        }

        private void add(String word, boolean german) {
            int count = Syllables.count(word, german);
            words++;
            syllables += count;
            monosyllables += count == 1 ? 1 : 0;
            polysyllables += count > 2 ? 1 : 0;
            longWords += word.length() >= LONG_WORD ? 1 : 0;
        }

        double percent(int count) {
            return 100.0 * count / words;
        }
    }
}

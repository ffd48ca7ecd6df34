package io.bouquet.tagging.gist;

import io.bouquet.tagging.AnnotatedText;
import io.bouquet.tagging.Annotation;
import io.bouquet.tagging.Layers;
import io.bouquet.tagging.Span;
import io.bouquet.tagging.spi.Tagger;
import io.bouquet.tagging.spi.TaggerService;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import org.osgi.service.component.annotations.Component;

/**
 * Chooses the most central sentences: those whose words are nearest to the words of the whole text (Radev et al. 2004,
 * "Centroid-based summarization"), and that do not repeat each other. There are one to five, in the order of the text.
 */
@Component
@TaggerService(name = "summary", requires = Layers.SENTENCES, produces = Layers.SUMMARY, onRequest = true)
public final class SummaryTagger implements Tagger {
    private static final String LABEL = "sentence";
    private static final int MOST = 5;
    private static final int FEWEST_WORDS = 4;
    /** A sentence with a larger share of words in a chosen one repeats it. */
    private static final double REPEATS = 0.6;
    /** Weight of the place in the text: the first sentences often say most. */
    private static final double EARLY = 0.15;

    private record Sentence(Span span, Map<String, Integer> words, double score) {}

    @Override
    public Layers tag(AnnotatedText text) {
        List<Sentence> sentences = scored(text);
        List<Sentence> ranked = new ArrayList<>(sentences);
        ranked.sort(Comparator.comparingDouble((Sentence one) -> -one.score())
                .thenComparing(one -> one.span().begin()));
        int wanted = (int) Math.min(MOST, Math.max(1, Math.round(Math.sqrt(sentences.size()))));
        List<Sentence> chosen = new ArrayList<>();
        for (Sentence one : ranked) {
            if (chosen.size() == wanted) {
                break;
            }
            if (chosen.stream().noneMatch(other -> repeats(one, other))) {
                chosen.add(one);
            }
        }
        chosen.sort(Comparator.comparingInt(one -> one.span().begin()));
        return Layers.of(
                Layers.SUMMARY,
                chosen.stream()
                        .map(one -> new Annotation(one.span(), LABEL, Math.min(1, one.score())))
                        .toList());
    }

    private static List<Sentence> scored(AnnotatedText text) {
        List<Sentence> sentences = new ArrayList<>();
        Map<String, Integer> inSentences = new HashMap<>();
        for (Annotation sentence : text.layer(Layers.SENTENCES)) {
            Words.checkDeadline();
            Map<String, Integer> words = words(text, sentence.span());
            words.keySet().forEach(word -> inSentences.merge(word, 1, Integer::sum));
            sentences.add(new Sentence(sentence.span(), words, 0));
        }
        int count = sentences.size();
        Map<String, Double> centre = new HashMap<>();
        sentences.forEach(one -> one.words()
                .forEach((word, times) ->
                        centre.merge(word, times * weight(inSentences.getOrDefault(word, 1), count), Double::sum)));
        double length = Math.sqrt(
                centre.values().stream().mapToDouble(value -> value * value).sum());
        List<Sentence> scored = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Sentence one = sentences.get(i);
            double dot = 0;
            double own = 0;
            for (Map.Entry<String, Integer> word : one.words().entrySet()) {
                double value = word.getValue() * weight(inSentences.getOrDefault(word.getKey(), 1), count);
                dot += value * centre.getOrDefault(word.getKey(), 0.0);
                own += value * value;
            }
            double cosine = own == 0 || length == 0 ? 0 : dot / Math.sqrt(own) / length;
            double central = one.words().size() < FEWEST_WORDS ? cosine / 2 : cosine;
            scored.add(new Sentence(one.span(), one.words(), (1 - EARLY) * central + EARLY / (1 + i)));
        }
        return scored;
    }

    private static Map<String, Integer> words(AnnotatedText text, Span sentence) {
        Map<String, Integer> words = new HashMap<>();
        Matcher word = Words.WORD.matcher(text.text()).region(sentence.begin(), sentence.end());
        while (word.find()) {
            if (!Words.isStopWord(word.group(), text.language())) {
                words.merge(Words.stem(word.group(), text.language()), 1, Integer::sum);
            }
        }
        return words;
    }

    /** Returns the weight of a word: words in few sentences say more, but words in one sentence are not left out. */
    private static double weight(int sentences, int all) {
        return Math.log(1 + (double) all / sentences);
    }

    private static boolean repeats(Sentence one, Sentence other) {
        Set<String> common = new HashSet<>(one.words().keySet());
        common.retainAll(other.words().keySet());
        int smaller = Math.min(one.words().size(), other.words().size());
        return smaller > 0 && common.size() > REPEATS * smaller;
    }
}

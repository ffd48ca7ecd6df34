package io.bouquet.tagging.gist;

import io.bouquet.tagging.AnnotatedText;
import io.bouquet.tagging.Span;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Ranks noun phrases as PositionRank does (Florescu and Caragea, ACL 2017): words that are near each other vote for each
 * other, words that come early have more votes, and a phrase has the votes of its words.
 */
final class Keyphrases {
    /** Words at most this far from each other are neighbours. */
    private static final int WINDOW = 10;

    private static final int LONGEST = 5;
    private static final int MOST = 10;

    private Keyphrases() {}

    /** @param first the first mention */
    record Phrase(Span first, String label, double score, Map<String, String> attributes) {}

    /** The mentions of a phrase, in all of its forms. */
    private static final class Candidate {
        final Span first;
        final String label;
        final List<String> stems;
        int count;

        Candidate(Span first, String label, List<String> stems) {
            this.first = first;
            this.label = label;
            this.stems = stems;
        }
    }

    /** Returns the best phrases in the order of the text. */
    static List<Phrase> of(AnnotatedText text) {
        List<TaggedToken> tokens = TaggedToken.of(text);
        WordGraph graph = new WordGraph(WINDOW);
        Map<String, Candidate> candidates = new LinkedHashMap<>();
        List<TaggedToken> open = new ArrayList<>();
        int sentence = -1;
        for (TaggedToken token : tokens) {
            String word = token.span().in(text.text());
            boolean content = isContent(token, word, text.language());
            if (!content || token.sentence() != sentence) {
                close(open, text, candidates);
            }
            sentence = token.sentence();
            if (content) {
                graph.add(Words.stem(word, text.language()));
                open.add(token);
            } else {
                graph.skip();
            }
        }
        close(open, text, candidates);
        return best(candidates.values().stream().toList(), graph.ranks());
    }

    private static boolean isContent(TaggedToken token, String word, String language) {
        return (token.isNoun() || token.is("ADJ"))
                && word.length() > 1
                && word.codePoints().anyMatch(Character::isLetter)
                && word.indexOf('@') < 0
                && word.indexOf('/') < 0
                && !Words.isStopWord(word, language);
    }

    /** Adds the phrase of the open tokens: without adjectives at its end, and only its last words if it is long. */
    private static void close(List<TaggedToken> open, AnnotatedText text, Map<String, Candidate> candidates) {
        int end = open.size();
        while (end > 0 && !open.get(end - 1).isNoun()) {
            end--;
        }
        List<TaggedToken> phrase = open.subList(Math.max(0, end - LONGEST), end);
        if (!phrase.isEmpty()) {
            List<String> stems = new ArrayList<>();
            StringBuilder label = new StringBuilder();
            int last = phrase.get(0).span().begin();
            for (TaggedToken token : phrase) {
                String word = token.span().in(text.text());
                stems.add(Words.stem(word, text.language()));
                label.append(token.span().begin() > last ? " " : "").append(inSentence(token, word, text.language()));
                last = token.span().end();
            }
            Span span = new Span(phrase.get(0).span().begin(), last);
            candidates.computeIfAbsent(String.join(" ", stems), key -> new Candidate(span, label.toString(), stems))
                    .count++;
        }
        open.clear();
    }

    /** Returns a word as inside of a sentence. Names, abbreviations and German nouns keep their capitals. */
    private static String inSentence(TaggedToken token, String word, String language) {
        boolean capital = token.is("PROPN")
                || language.equals("de") && token.is("NOUN")
                || word.codePoints().filter(Character::isUpperCase).count() > 1;
        return capital ? word : word.toLowerCase(Locale.ROOT);
    }

    private static List<Phrase> best(List<Candidate> candidates, Map<String, Double> ranks) {
        Map<Candidate, Double> scores = new HashMap<>();
        for (Candidate candidate : candidates) {
            double score = 0;
            for (String stem : candidate.stems) {
                score += ranks.getOrDefault(stem, 0.0);
            }
            scores.put(candidate, score);
        }
        List<Candidate> ranked = new ArrayList<>(candidates);
        ranked.sort(Comparator.comparingDouble((Candidate one) -> -scores.getOrDefault(one, 0.0))
                .thenComparing(one -> one.first.begin()));
        List<Phrase> best = new ArrayList<>();
        Set<String> covered = new HashSet<>();
        double top = ranked.isEmpty() ? 1 : Math.max(scores.getOrDefault(ranked.get(0), 0.0), 1e-9);
        for (Candidate one : ranked) {
            if (best.size() == MOST) {
                break;
            }
            // a single word that is part of a better phrase says nothing new, unless it is said more often
            if (one.stems.size() == 1 && covered.contains(one.stems.get(0)) && one.count < 2) {
                continue;
            }
            covered.addAll(one.stems);
            double score = Math.min(1, scores.getOrDefault(one, 0.0) / top);
            best.add(new Phrase(one.first, one.label, score, Map.of("count", String.valueOf(one.count))));
        }
        best.sort(Comparator.comparingInt(one -> one.first().begin()));
        return best;
    }
}

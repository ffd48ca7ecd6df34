package io.bouquet.tagging.opennlp;

import io.bouquet.tagging.AnnotatedText;
import io.bouquet.tagging.Annotation;
import io.bouquet.tagging.Layers;
import io.bouquet.tagging.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Splits sentences into words and punctuation marks. Tokens that are known to be whole come first, and a model splits
 * what is between them. Words longer than {@link Texts#LONGEST_WORD} are first split between letters and other
 * characters. Parts that are still too long stay whole. Immutable.
 */
final class TokenSplitter {
    private static final String LABEL = "token";
    /** Sentences up to this length go to the model in one piece. */
    private static final int SHORT = 2_000;

    private static final int LONGEST_CONTRACTION = 40;

    /** What English contracts, as in Universal Dependencies: {@code do|n't}, {@code it|'s}, {@code can|not}. */
    private static final Pattern CONTRACTION =
            Pattern.compile("(?i)\\p{L}+?(n['’]t)|(?:.*[\\p{L}\\p{N}])(['’](?:s|re|ve|ll|d|m))|can(not)");

    private final boolean english;
    private final SentenceRules abbreviations;

    /** Splits a piece of a sentence. */
    interface Pieces {
        /** Returns the tokens in order, with offsets in the piece. */
        List<Span> tokens(String piece);
    }

    TokenSplitter(SentenceRules abbreviations, boolean english) {
        this.abbreviations = abbreviations;
        this.english = english;
    }

    /** Returns the tokens of all sentences of a text. */
    List<Annotation> split(AnnotatedText text, Pieces model) {
        List<Annotation> tokens = new ArrayList<>();
        for (Annotation sentence : text.layer(Layers.SENTENCES)) {
            Deadline.check();
            int first = tokens.size();
            addTokens(model, text.text(), sentence.span(), tokens);
            joinAbbreviations(text.text(), tokens.subList(first, tokens.size()));
        }
        return tokens;
    }

    private void addTokens(Pieces model, String text, Span sentence, List<Annotation> tokens) {
        if (sentence.length() <= SHORT && !hasLongWord(text, sentence)) {
            addPiece(model, text, sentence, tokens);
            return;
        }
        // word by word: the model treats each word separately anyway
        int at = sentence.begin();
        while (at < sentence.end()) {
            int begin = Texts.skipSpace(text, at, sentence.end());
            int end = Texts.skipWord(text, begin, sentence.end());
            if (end - begin > Texts.LONGEST_WORD) {
                for (Span stretch : Texts.stretches(text, begin, end)) {
                    addPiece(model, text, stretch, tokens);
                }
            } else {
                addPiece(model, text, new Span(begin, end), tokens);
            }
            at = end;
            Deadline.check();
        }
    }

    /** Joins the full stop of an abbreviation to its word, except at the end of the sentence. */
    private void joinAbbreviations(String text, List<Annotation> sentence) {
        int kept = 0;
        for (int i = 0; i < sentence.size(); i++) {
            Span word = sentence.get(i).span();
            boolean joins = i + 2 < sentence.size()
                    && isStopAfter(text, word, sentence.get(i + 1).span())
                    && abbreviations.isAbbreviation(word.in(text));
            sentence.set(
                    kept++, joins ? new Annotation(new Span(word.begin(), word.end() + 1), LABEL) : sentence.get(i));
            i += joins ? 1 : 0;
        }
        sentence.subList(kept, sentence.size()).clear();
    }

    private static boolean isStopAfter(String text, Span word, Span stop) {
        return stop.length() == 1 && stop.begin() == word.end() && text.charAt(stop.begin()) == '.';
    }

    private static boolean hasLongWord(String text, Span sentence) {
        int word = 0;
        for (int i = sentence.begin(); i < sentence.end(); i++) {
            word = Texts.isSpace(text.charAt(i)) ? 0 : word + 1;
            if (word > Texts.LONGEST_WORD) {
                return true;
            }
        }
        return false;
    }

    /** Adds the tokens of a piece: those that are known to be whole, and those of the model between them. */
    private void addPiece(Pieces model, String text, Span piece, List<Annotation> tokens) {
        int at = piece.begin();
        Matcher whole = WholeTokens.in(text, piece.begin(), piece.end());
        while (whole.find()) {
            int end = WholeTokens.end(text, whole);
            addByModel(model, text, new Span(at, whole.start()), tokens);
            tokens.add(new Annotation(new Span(whole.start(), end), LABEL));
            at = end;
            if (end < whole.end()) {
                whole.region(end, piece.end());
            }
        }
        addByModel(model, text, new Span(at, piece.end()), tokens);
    }

    private void addByModel(Pieces model, String text, Span piece, List<Annotation> tokens) {
        if (Texts.skipSpace(text, piece.begin(), piece.end()) == piece.end()) {
            return;
        }
        if (piece.length() == 1 || piece.length() > Texts.LONGEST_WORD && !hasSpace(text, piece)) {
            tokens.add(new Annotation(piece, LABEL));
            return;
        }
        int last = piece.begin();
        for (Span found : model.tokens(piece.in(text))) {
            // the model may split anywhere, abbreviations overlap what follows them, and pairs stay together
            int begin = Math.max(last, after(text, piece.begin() + found.begin()));
            int end = after(text, piece.begin() + found.end());
            if (begin < end) {
                addWord(text, begin, end, tokens);
                last = end;
            }
        }
    }

    private void addWord(String text, int begin, int end, List<Annotation> tokens) {
        int split = english && end - begin <= LONGEST_CONTRACTION ? contraction(text.substring(begin, end)) : 0;
        if (split > 0) {
            tokens.add(new Annotation(new Span(begin, begin + split), LABEL));
        }
        tokens.add(new Annotation(new Span(begin + split, end), LABEL));
    }

    /** Returns where the second word of a contraction begins; 0 if there is none. */
    private static int contraction(String word) {
        Matcher matcher = CONTRACTION.matcher(word);
        if (!matcher.matches()) {
            return 0;
        }
        return Math.max(matcher.start(1), Math.max(matcher.start(2), matcher.start(3)));
    }

    /** Returns {@code offset}, or the next offset if it would split a surrogate pair. */
    private static int after(String text, int offset) {
        return Texts.whole(text, offset) == offset ? offset : offset + 1;
    }

    private static boolean hasSpace(String text, Span piece) {
        return Texts.skipWord(text, piece.begin(), piece.end()) < piece.end();
    }
}

package io.bouquet.tagging.opennlp;

import io.bouquet.tagging.Annotation;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * Splits a text into sentences. No sentence crosses an empty line or a wide gap. {@link SentenceRules} decide first.
 * Immutable.
 */
final class SentenceSplitter {
    /** White space of this width or more separates paragraphs. */
    static final int WIDE_GAP = 64;

    private static final String LABEL = "sentence";

    private final SentenceRules rules;

    /** Decides where the rules do not. */
    interface Starts {
        /** Returns where sentences begin in a paragraph, relative to its begin. */
        BitSet of(String text, int begin, int end);
    }

    SentenceSplitter(SentenceRules rules) {
        this.rules = rules;
    }

    /** Returns the sentences of a text. */
    List<Annotation> split(String text, Starts model) {
        List<Annotation> sentences = new ArrayList<>();
        int begin = Texts.skipSpace(text, 0, text.length());
        int at = begin;
        while (at < text.length()) {
            int end = Texts.skipWord(text, at, text.length());
            at = Texts.skipSpace(text, end, text.length());
            if (at == text.length() || separatesParagraphs(text, end, at)) {
                Deadline.check();
                addParagraph(model, text, begin, end, sentences);
                begin = at;
            }
        }
        return sentences;
    }

    private static boolean separatesParagraphs(String text, int begin, int end) {
        if (end - begin >= WIDE_GAP) {
            return true;
        }
        int lines = 0;
        for (int i = begin; i < end; i++) {
            if (text.charAt(i) == '\n') {
                lines++;
            }
        }
        return lines > 1;
    }

    private void addParagraph(Starts model, String text, int begin, int end, List<Annotation> sentences) {
        int width = longestLine(text, begin, end);
        BitSet byModel = null;
        int sentence = begin;
        int line = begin;
        int at = begin;
        while (at < end) {
            char c = text.charAt(at);
            boolean ends = false;
            int next = at + 1;
            if (c == '\n') {
                next = Texts.skipSpace(text, at, end);
                ends = SentenceRules.endsLine(text, line, at, next, end, width);
                line = next;
            } else if (SentenceRules.isTerminator(c)) {
                int after = SentenceRules.skipEnding(text, at, end);
                int word = Texts.skipSpace(text, after, end);
                SentenceRules.Verdict verdict = rules.verdict(text, begin, at, after, word, end);
                if (verdict == SentenceRules.Verdict.UNSURE && byModel == null) {
                    byModel = model.of(text, begin, end);
                }
                ends = verdict == SentenceRules.Verdict.END
                        || verdict == SentenceRules.Verdict.UNSURE && byModel != null && byModel.get(word - begin);
                // a line break after it is looked at next
                next = ends ? word : after;
                line = ends && Texts.hasLineBreak(text, after, word) ? word : line;
            }
            if (ends) {
                Texts.addTrimmed(text, sentence, next, sentences, LABEL);
                sentence = next;
            }
            at = next;
        }
        Texts.addTrimmed(text, sentence, end, sentences, LABEL);
    }

    private static int longestLine(String text, int begin, int end) {
        int longest = 0;
        int line = begin;
        for (int at = text.indexOf('\n', begin); at >= 0 && at < end; at = text.indexOf('\n', line)) {
            longest = Math.max(longest, at - line);
            line = at + 1;
        }
        return Math.max(longest, end - line);
    }
}

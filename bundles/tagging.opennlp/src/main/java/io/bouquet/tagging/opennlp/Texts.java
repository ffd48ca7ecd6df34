package io.bouquet.tagging.opennlp;

import io.bouquet.tagging.Annotation;
import io.bouquet.tagging.Span;
import java.util.ArrayList;
import java.util.List;

/** Functions on plain text for the taggers. Offsets are UTF-16. */
final class Texts {
    /**
     * Longest stretch without white space that counts as a word. For each character OpenNLP builds features from the
     * whole stretch, which takes quadratic time.
     */
    static final int LONGEST_WORD = 200;

    private Texts() {}

    /** Whether OpenNLP treats a character as white space. */
    static boolean isSpace(char c) {
        return Character.isWhitespace(c) || Character.getType(c) == Character.SPACE_SEPARATOR;
    }

    /** Returns {@code offset}, or the previous offset if it would split a surrogate pair. */
    static int whole(CharSequence text, int offset) {
        return offset > 0
                        && offset < text.length()
                        && Character.isLowSurrogate(text.charAt(offset))
                        && Character.isHighSurrogate(text.charAt(offset - 1))
                ? offset - 1
                : offset;
    }

    /** Returns at most the first {@link #LONGEST_WORD} characters of a word. */
    static String bounded(String word) {
        return word.length() <= LONGEST_WORD ? word : word.substring(0, whole(word, LONGEST_WORD));
    }

    static int skipSpace(CharSequence text, int from, int end) {
        int at = from;
        while (at < end && isSpace(text.charAt(at))) {
            at++;
        }
        return at;
    }

    static int skipWord(CharSequence text, int from, int end) {
        int at = from;
        while (at < end && !isSpace(text.charAt(at))) {
            at++;
        }
        return at;
    }

    static boolean hasLineBreak(CharSequence text, int from, int to) {
        for (int i = from; i < to; i++) {
            if (text.charAt(i) == '\n') {
                return true;
            }
        }
        return false;
    }

    /** Adds {@code [begin, end)} without surrounding white space, unless it is blank. */
    static void addTrimmed(CharSequence text, int begin, int end, List<Annotation> layer, String label) {
        int first = skipSpace(text, begin, end);
        int last = end;
        while (last > first && isSpace(text.charAt(last - 1))) {
            last--;
        }
        if (first < last) {
            layer.add(new Annotation(new Span(first, last), label));
        }
    }

    /** Splits {@code [begin, end)} into stretches of letters and digits, and stretches of one other character. */
    static List<Span> stretches(CharSequence text, int begin, int end) {
        List<Span> stretches = new ArrayList<>();
        int at = begin;
        while (at < end) {
            int first = Character.codePointAt(text, at);
            boolean word = isWordPart(first);
            int to = at;
            while (to < end) {
                int next = Character.codePointAt(text, to);
                if (word ? !isWordPart(next) : next != first) {
                    break;
                }
                to += Character.charCount(next);
            }
            to = Math.min(to, end);
            stretches.add(new Span(at, to));
            at = to;
        }
        return stretches;
    }

    private static boolean isWordPart(int codePoint) {
        return Character.isLetterOrDigit(codePoint)
                || switch (Character.getType(codePoint)) {
                    case Character.NON_SPACING_MARK, Character.COMBINING_SPACING_MARK, Character.ENCLOSING_MARK -> true;
                    default -> false;
                };
    }
}

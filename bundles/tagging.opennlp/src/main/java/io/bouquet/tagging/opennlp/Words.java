package io.bouquet.tagging.opennlp;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Splits texts into words for categorisation. Training and tagging both use this class, so that they split alike. */
public final class Words {
    private static final Set<String> NEGATIONS = Set.of(
            "not", "no", "never", "nothing", "nobody", "none", "neither", "nor", "without", "hardly", "barely",
            "cannot", "lacks", "lack", "lacking", "isnt", "arent", "dont", "doesnt", "didnt", "cant", "wont", "wasnt",
            "werent");
    /** Number of words that a negation affects. */
    private static final int REACH = 3;

    private Words() {}

    /**
     * Returns the words of a text: stretches of letters and digits in lower case, with the apostrophes and hyphens
     * inside them, and each other character that is not white space.
     */
    public static List<String> of(String text) {
        List<String> words = new ArrayList<>();
        int at = 0;
        while (at < text.length()) {
            int begin = at;
            int first = text.codePointAt(at);
            at += Character.charCount(first);
            if (Character.isLetterOrDigit(first)) {
                while (at < text.length() && continues(text, at)) {
                    at += Character.charCount(text.codePointAt(at));
                }
            } else if (Character.isWhitespace(first) || Character.isSpaceChar(first)) {
                continue;
            }
            words.add(Texts.bounded(text.substring(begin, at))
                    .toLowerCase(Locale.ROOT)
                    .replace('’', '\''));
        }
        return words;
    }

    /**
     * Returns the words of {@link #of} for sentiment: without punctuation except exclamation and question marks, and
     * with {@code not_} before words that closely follow a negation.
     */
    public static List<String> withNegation(String text) {
        List<String> words = new ArrayList<>();
        int reach = 0;
        for (String word : of(text)) {
            if (NEGATIONS.contains(word) || word.endsWith("n't")) {
                words.add(word);
                reach = REACH;
            } else if (!Character.isLetterOrDigit(word.codePointAt(0))) {
                if (word.equals("!") || word.equals("?")) {
                    words.add(word);
                }
                reach = 0;
            } else {
                words.add(reach > 0 ? "not_" + word : word);
                reach--;
            }
        }
        return words;
    }

    private static boolean continues(String text, int at) {
        int codePoint = text.codePointAt(at);
        if (Character.isLetterOrDigit(codePoint) || Character.getType(codePoint) == Character.NON_SPACING_MARK) {
            return true;
        }
        boolean joins = codePoint == '\'' || codePoint == '’' || codePoint == '-';
        return joins && at + 1 < text.length() && Character.isLetterOrDigit(text.codePointAt(at + 1));
    }
}

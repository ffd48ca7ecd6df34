package io.bouquet.tagging.opennlp;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * The words by which texts are categorised. Training and tagging must cut them alike, so both come here.
 */
public final class Words {
    private static final Set<String> NEGATIONS = Set.of(
            "not", "no", "never", "nothing", "nobody", "none", "neither", "nor", "without", "hardly", "barely",
            "cannot", "lacks", "lack", "lacking", "isnt", "arent", "dont", "doesnt", "didnt", "cant", "wont", "wasnt",
            "werent");
    /** How far a negation reaches, in words. */
    private static final int REACH = 3;

    private Words() {}

    /**
     * Lower-case stretches of letters and digits with the apostrophes and hyphens inside them, and every other
     * character that is no white space by itself.
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
     * The words of {@link #of} that say something of an opinion: no punctuation but exclamation and question marks, and
     * {@code not_} before the words that follow a negation closely.
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

package io.bouquet.tagging.opennlp;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Emoji and emoticons. Emoji are whole: with skin tones, joined to one picture, flags, and keycaps. */
final class Emoji {
    private static final String PICTURE =
            "[\\x{1F000}-\\x{1FAFF}\\x{2600}-\\x{27BF}\\x{2300}-\\x{23FF}\\x{2B00}-\\x{2BFF}"
                    + "\\x{2190}-\\x{21FF}\\x{3030}\\x{303D}\\x{3297}\\x{3299}\\x{00A9}\\x{00AE}\\x{203C}\\x{2049}\\x{2122}]";
    private static final String MODIFIED = PICTURE + "[\\x{FE0F}\\x{1F3FB}-\\x{1F3FF}\\x{E0020}-\\x{E007F}]*";
    /** Of one picture, possibly of several that are joined. */
    static final String EMOJI = "(?:[\\x{1F1E6}-\\x{1F1FF}]{2}|[0-9#*]\\x{FE0F}?\\x{20E3}|" + MODIFIED + "(?:\\x{200D}"
            + MODIFIED + "){0,9})";
    /** Of the West, on its side. */
    static final String EMOTICON =
            "(?<![\\p{L}\\p{N}])(?:[:;=][-o*']?[)\\](\\[dDpP/|\\\\}{@3*]|<3|:'[()]|[xX]D)" + "(?![\\p{L}\\p{N}])";

    private static final Pattern ONE = Pattern.compile(EMOJI + "|" + EMOTICON);

    private Emoji() {}

    /** Returns the end of the emoji or emoticon that begins at {@code at}; -1 if there is none. */
    static int skip(CharSequence text, int at, int end) {
        if (at >= end) {
            return -1;
        }
        Matcher matcher = ONE.matcher(text).region(at, end);
        return matcher.lookingAt() ? matcher.end() : -1;
    }
}

package io.bouquet.tagging.opennlp;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Tokens that a model would split: addresses, handles and hashtags, emoji and emoticons, times, amounts, and
 * abbreviations with full stops inside.
 */
final class WholeTokens {
    private static final String UNITS =
            "am|pm|bn|mn|tn|km|kg|cm|mm|ml|kb|mb|gb|tb|hz|khz|mhz|ghz|mph|kph|hrs?|mins?|secs?|yrs?";
    private static final String NUMBER = "\\d+(?:[.,]\\d+)*";
    private static final Pattern TOKEN = Pattern.compile(String.join(
            "|",
            "(?<address>(?:https?|ftp)://[^\\s<>\"]+|www\\.[^\\s<>\"]+)",
            "(?<![\\p{L}\\p{N}_.+-])[\\p{L}\\p{N}_.+-]+@[\\p{L}\\p{N}-]+(?:\\.[\\p{L}\\p{N}-]+)+",
            "(?<![\\p{L}\\p{N}_&/])[@#][\\p{L}\\p{M}\\p{N}_]+",
            Emoji.EMOJI,
            Emoji.EMOTICON,
            "(?<![\\p{L}\\p{N}:.,])\\d{1,2}:\\d{2}(?::\\d{2})?(?![\\p{N}:]|[-'’]\\p{L})",
            "(?<![\\p{L}\\p{N}.,-])" + NUMBER + "(?=(?i:" + UNITS + ")(?![\\p{L}\\p{N}]))",
            "[$€£¥₹](?=\\d)",
            "(?<=[$€£¥₹])" + NUMBER,
            "(?<![\\p{L}\\p{N}.])(?:\\p{L}\\.){2,}(?!\\p{L})"));

    private WholeTokens() {}

    /** Returns a matcher that finds them in {@code [begin, end)}, with what is around it in view. */
    static Matcher in(CharSequence text, int begin, int end) {
        return TOKEN.matcher(text).region(begin, end).useTransparentBounds(true);
    }

    /** Returns the end of a match without the punctuation that follows an address. */
    static int end(CharSequence text, Matcher match) {
        int end = match.end();
        if (match.group("address") != null) {
            while (end > match.start() && ".,;:!?)]}'\"…”’".indexOf(text.charAt(end - 1)) >= 0) {
                end--;
            }
        }
        return end;
    }
}

package io.bouquet.tagging.opennlp;

import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.IntPredicate;

/**
 * Rules for the ends of sentences, with the abbreviations of a language. They decide what a model decides badly:
 * abbreviations, initials, ordinals, numbers, addresses on the web, quotes, emoji and lines. Immutable; all methods take
 * time that does not depend on the length of the text.
 */
final class SentenceRules {
    /** Longest word that may be an abbreviation. */
    private static final int LONGEST = 24;

    private static final String VOWELS = "aeiouyäöüéèáàíóúâêîôûëïãõåæøœąęěůűőăıýìòùāēīū";
    private static final char LAST_LATIN = '\u024F';

    /** What may follow a full stop in a name on the web that is written with capitals. */
    private static final Set<String> HOSTS = Set.of("com", "org", "net", "edu", "gov", "io", "js", "de", "uk");

    private final Set<String> titles;
    private final Set<String> openers;
    private final Set<String> abbreviations;
    private final Set<String> starters;
    /** Endings of words that are abbreviations, such as names of streets in German. */
    private final Set<String> endings;
    /** Most digits of a number that is an ordinal with a full stop; 0 if the language writes none. */
    private final int ordinalDigits;

    /** Whether a sentence ends at a place. */
    enum Verdict {
        END,
        NONE,
        /** The model decides. */
        UNSURE
    }

    private SentenceRules(Map<String, Set<String>> lists) {
        titles = lists.getOrDefault("title", Set.of());
        openers = lists.getOrDefault("opener", Set.of());
        abbreviations = lists.getOrDefault("abbreviation", Set.of());
        endings = lists.getOrDefault("ending", Set.of());
        starters = lists.getOrDefault("starter", Set.of());
        ordinalDigits = lists.getOrDefault("ordinals", Set.of()).stream()
                .mapToInt(Integer::parseInt)
                .findFirst()
                .orElse(0);
    }

    /** @param language ISO 639-1 code; there are general rules for languages without a list */
    static SentenceRules of(String language) {
        return of(WordLists.read("abbreviations-" + language + ".txt"));
    }

    /** @param lists the lists of a language: titles, openers, abbreviations, starters, and the digits of ordinals */
    static SentenceRules of(Map<String, Set<String>> lists) {
        return new SentenceRules(lists);
    }

    /** Whether a character ends sentences. */
    static boolean isTerminator(char c) {
        return c == '.' || c == '!' || c == '?' || c == '…' || isFullWidthTerminator(c);
    }

    /** Whether a character ends a sentence whatever follows. */
    private static boolean isFullWidthTerminator(char c) {
        return c == '。' || c == '！' || c == '？' || c == '｡' || c == '।' || c == '؟' || c == '۔';
    }

    /**
     * Returns the end of a run of terminators with what belongs to it: closing quotes and brackets, and emoji and
     * emoticons, also after a space.
     *
     * @param at index of the first terminator
     */
    static int skipEnding(CharSequence text, int at, int end) {
        int to = skip(text, at, end, c -> c < 0x10000 && isTerminator((char) c));
        to = skip(text, to, end, SentenceRules::closes);
        if (to + 1 < end && Texts.isSpace(text.charAt(to)) && closesAfterSpace(text, to + 1, end)) {
            to += 2;
        }
        while (true) {
            int face = Emoji.skip(text, Texts.skipSpace(text, to, end), end);
            if (face < 0 || Texts.hasLineBreak(text, to, face)) {
                return to;
            }
            to = face;
        }
    }

    private static int skip(CharSequence text, int from, int end, IntPredicate what) {
        int at = from;
        while (at < end) {
            int next = Character.codePointAt(text, at);
            if (!what.test(next)) {
                break;
            }
            at += Character.charCount(next);
        }
        return at;
    }

    private static boolean closes(int c) {
        return c == '"' || c == '\'' || c == ')' || c == ']' || c == '}' || c == '”' || c == '’' || c == '»' || c == '«'
                || c == '“' || c == '」' || c == '』' || c == '）';
    }

    /** French has a space before its closing quotes. Where they open, a word follows. */
    private static boolean closesAfterSpace(CharSequence text, int at, int end) {
        return text.charAt(at) == '»' && (at + 1 == end || !Character.isLetterOrDigit(text.charAt(at + 1)));
    }

    private static boolean opens(int c) {
        return c == '"' || c == '\'' || c == '(' || c == '[' || c == '“' || c == '‘' || c == '„' || c == '«' || c == '»'
                || c == '「' || c == '¿' || c == '¡';
    }

    /**
     * Decides at a run of terminators.
     *
     * @param from  begin of the paragraph
     * @param at    index of the first terminator
     * @param after end of the run, as {@link #skipEnding} returns it
     * @param next  begin of the next word; {@code end} if there is none
     * @param end   end of the paragraph
     */
    Verdict verdict(CharSequence text, int from, int at, int after, int next, int end) {
        if (next >= end) {
            return Verdict.END;
        }
        int last = skip(text, at, end, c -> c < 0x10000 && isTerminator((char) c));
        for (int i = at; i < last; i++) {
            if (isFullWidthTerminator(text.charAt(i))) {
                return Verdict.END;
            }
        }
        int word = skip(text, next, end, SentenceRules::opens);
        int first = word < end ? Character.codePointAt(text, word) : ' ';
        if (next == after) {
            return glued(text, from, at, last, after, word, end);
        }
        boolean fullStop = last - at == 1 && text.charAt(at) == '.';
        if (!fullStop) {
            return strong(text, at, last, after, first, word, end);
        }
        String before = wordBefore(text, from, at);
        String following = wordAt(text, word, end);
        if (Character.isLowerCase(first)) {
            return isAbbreviation(before) || after > last ? Verdict.NONE : Verdict.UNSURE;
        }
        Verdict special = abbreviated(text, from, at, before, following);
        if (special != Verdict.UNSURE) {
            return special;
        }
        return Character.isUpperCase(first) || after > last || word > next || Character.isIdeographic(first)
                ? Verdict.END
                : Verdict.UNSURE;
    }

    /** Decides where no space follows. */
    private static Verdict glued(CharSequence text, int from, int at, int last, int after, int word, int end) {
        // "without spaces.Should be", but not "node.Js", "L.Douglass", "example.Com/A" or "3.5"
        boolean words = last - at == 1
                && after == last
                && at - 2 >= from
                && Character.isLowerCase(text.charAt(at - 1))
                && Character.isLetter(text.charAt(at - 2))
                && word + 1 < end
                && Character.isUpperCase(text.charAt(word))
                && Character.isLowerCase(text.charAt(word + 1));
        return words && !isOnTheWeb(text, from, at, end) ? Verdict.END : Verdict.NONE;
    }

    /** Whether a terminator is inside an address, or is followed by the ending of a file or a host. */
    private static boolean isOnTheWeb(CharSequence text, int from, int at, int end) {
        int begin = at;
        while (begin > from && at - begin < LONGEST * 4 && !Texts.isSpace(text.charAt(begin - 1))) {
            begin--;
        }
        int to = at;
        while (to < end && to - at < LONGEST * 4 && !Texts.isSpace(text.charAt(to))) {
            to++;
        }
        for (int i = begin; i < to; i++) {
            char c = text.charAt(i);
            if (c == '/' || c == '@' || c == '_' || c == '\\' || c == ':' || c == '#') {
                return true;
            }
        }
        int suffix = at + 1;
        while (suffix < to && Character.isLetter(text.charAt(suffix))) {
            suffix++;
        }
        return HOSTS.contains(text.subSequence(at + 1, suffix).toString().toLowerCase(Locale.ROOT));
    }

    /** Decides at exclamation and question marks, and at an ellipsis. */
    private static Verdict strong(CharSequence text, int at, int last, int after, int first, int word, int end) {
        boolean ellipsis = text.charAt(at) == '.' || text.charAt(at) == '…';
        for (int i = at; i < last; i++) {
            ellipsis &= text.charAt(i) == '.' || text.charAt(i) == '…';
        }
        if (Character.isLowerCase(first)) {
            return ellipsis || after > last ? Verdict.NONE : Verdict.UNSURE;
        }
        if (ellipsis) {
            boolean pronoun = first == 'I' && (word + 1 == end || !Character.isLetter(text.charAt(word + 1)));
            return Character.isUpperCase(first) && !pronoun ? Verdict.END : Verdict.UNSURE;
        }
        return Verdict.END;
    }

    /** Decides after abbreviations, initials and ordinals. */
    private Verdict abbreviated(CharSequence text, int from, int at, String before, String following) {
        boolean starts = starters.contains(following);
        if (before.isEmpty()) {
            return Verdict.UNSURE;
        }
        if (titles.contains(before) || openers.contains(before)) {
            return Verdict.NONE;
        }
        if (following.isEmpty() && isNumbered(before)) {
            return Verdict.NONE;
        }
        if (isNumber(before)) {
            return isListNumber(text, from, at - before.length()) || isOrdinal(text, from, at, before, following)
                    ? Verdict.NONE
                    : Verdict.UNSURE;
        }
        if (isInitial(before)) {
            String earlier = wordBefore(text, from, Math.max(from, at - before.length() - 1));
            boolean name = earlier.isEmpty() || !Character.isLowerCase(earlier.codePointAt(0));
            if (before.equals("I") && !name) {
                return Verdict.END;
            }
            return name || !starts ? Verdict.NONE : Verdict.END;
        }
        if (isDotted(before) || abbreviations.contains(before) || isShortened(before)) {
            return starts ? Verdict.END : Verdict.NONE;
        }
        return Verdict.UNSURE;
    }

    /** Whether a word has a full stop of its own. */
    boolean isAbbreviation(String word) {
        return titles.contains(word)
                || openers.contains(word)
                || abbreviations.contains(word)
                || isDotted(word)
                || isInitial(word)
                || ordinalDigits > 0 && isNumber(word) && word.length() <= ordinalDigits;
    }

    /** {@code p. 12}, {@code Goethestr. 12}: what a number follows, where no word does. */
    private boolean isNumbered(String word) {
        return word.length() == 1 && Character.isLowerCase(word.charAt(0))
                || endings.stream().anyMatch(ending -> word.length() > ending.length() && word.endsWith(ending));
    }

    private boolean isOrdinal(CharSequence text, int from, int at, String number, String following) {
        int before = at - number.length() - 1;
        // not in 9:30 or 3,50
        boolean alone = before < from || ":,/".indexOf(text.charAt(before)) < 0;
        return alone && number.length() <= ordinalDigits && !starters.contains(following);
    }

    private static boolean isListNumber(CharSequence text, int from, int begin) {
        int at = begin;
        while (at > from && text.charAt(at - 1) == ' ') {
            at--;
        }
        return at == from || text.charAt(at - 1) == '\n';
    }

    private static boolean isInitial(String word) {
        return word.codePointCount(0, word.length()) == 1 && Character.isUpperCase(word.codePointAt(0));
    }

    /** {@code U.S}, {@code p.m}, {@code J.R.R}: single letters with full stops between them. */
    private static boolean isDotted(String word) {
        if (word.length() < 3 || word.length() % 2 == 0) {
            return false;
        }
        for (int i = 0; i < word.length(); i++) {
            if (i % 2 == 0 ? !Character.isLetter(word.charAt(i)) : word.charAt(i) != '.') {
                return false;
            }
        }
        return true;
    }

    /** {@code Bldg}, {@code Mfr}: a Latin capital and at most four more consonants. */
    private static boolean isShortened(String word) {
        if (word.length() < 2 || word.length() > 5 || !Character.isUpperCase(word.charAt(0))) {
            return false;
        }
        for (int i = 0; i < word.length(); i++) {
            char c = Character.toLowerCase(word.charAt(i));
            if (i > 0 && !Character.isLowerCase(word.charAt(i)) || VOWELS.indexOf(c) >= 0 || c > LAST_LATIN) {
                return false;
            }
        }
        return true;
    }

    private static boolean isNumber(String word) {
        return !word.isEmpty() && word.chars().allMatch(Character::isDigit);
    }

    /** Returns the letters, digits and inner full stops directly before {@code at}; empty for what is too long. */
    private static String wordBefore(CharSequence text, int from, int at) {
        int end = at;
        while (end > from && text.charAt(end - 1) == ' ') {
            end--;
        }
        int begin = end;
        while (begin > from
                && end - begin <= LONGEST
                && (Character.isLetterOrDigit(text.charAt(begin - 1))
                        || text.charAt(begin - 1) == '.'
                                && begin < end
                                && begin - 2 >= from
                                && Character.isLetterOrDigit(text.charAt(begin - 2)))) {
            begin--;
        }
        return end - begin > LONGEST ? "" : text.subSequence(begin, end).toString();
    }

    private static String wordAt(CharSequence text, int at, int end) {
        int to = at;
        while (to < end && to - at <= LONGEST && Character.isLetter(text.charAt(to))) {
            to++;
        }
        return text.subSequence(at, to).toString();
    }

    /**
     * Whether a line break ends a sentence: after a terminator, before or after an item of a list, and after a heading,
     * which is a line that has room for the next word.
     *
     * @param line  begin of the line that ends
     * @param at    index of the line break
     * @param next  begin of the first word after it
     * @param width length of the longest line of the paragraph
     */
    static boolean endsLine(CharSequence text, int line, int at, int next, int end, int width) {
        if (isItem(text, next, end) || isItem(text, line, at)) {
            return true;
        }
        int word = skip(text, next, end, SentenceRules::opens);
        boolean begins = word < end && Character.isUpperCase(Character.codePointAt(text, word));
        int length = Texts.skipWord(text, next, end) - next;
        return begins && width >= 20 && at - line + 1 + length <= width;
    }

    private static boolean isItem(CharSequence text, int line, int end) {
        int at = Texts.skipSpace(text, line, end);
        if (at + 1 >= end) {
            return false;
        }
        char c = text.charAt(at);
        if (c == '-' || c == '*' || c == '•' || c == '–' || c == '·' || c == '▪' || c == '◦') {
            return text.charAt(at + 1) == ' ' || c == '•';
        }
        int digits = at;
        while (digits < end && digits - at < 3 && Character.isDigit(text.charAt(digits))) {
            digits++;
        }
        int mark = digits > at ? digits : Character.isLetter(c) ? at + 1 : at;
        return mark > at
                && mark + 1 < end
                && (text.charAt(mark) == ')' || digits > at && text.charAt(mark) == '.')
                && text.charAt(mark + 1) == ' ';
    }
}

package io.bouquet.tagging.gist;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Counts the syllables of words by rules for their vowels. */
final class Syllables {
    private static final Pattern ENGLISH = Pattern.compile("[aeiouy]+");
    /** An e at the end that is not spoken, alone or before an ending. */
    private static final Pattern SILENT =
            Pattern.compile(".*[^aeiouyl]e|.*[^aeiouylr][l]e[ds]|.*[^aeiouydt]ed|.*[^aeiouycgsxzl]es|.*[aeiouy][lr]e");
    /** Two vowels that are two syllables. */
    private static final Pattern APART = Pattern.compile(
            "(?<![tscgx])i(?:a|o(?!u)|u)|eo(?![pu])|[aeiou]ing|y[aeo](?!d)|crea(?=t)|idea|cie(?=n)|u[ae](?=[tl])");

    private static final Pattern GERMAN = Pattern.compile("aa|ee|oo|ie|ei|ai|au|äu|eu|ey|ay|[aeiouyäöü]");

    private Syllables() {}

    /** Returns at least 1. */
    static int count(String word, boolean german) {
        String lower = word.toLowerCase(Locale.ROOT);
        int count = matches(german ? GERMAN : ENGLISH, lower);
        if (!german) {
            count -= count > 1 && SILENT.matcher(lower).matches() ? 1 : 0;
            count += matches(APART, lower);
        }
        return Math.max(1, count);
    }

    private static int matches(Pattern pattern, String word) {
        Matcher matcher = pattern.matcher(word);
        int count = 0;
        while (matcher.find()) {
            count++;
        }
        return count;
    }
}

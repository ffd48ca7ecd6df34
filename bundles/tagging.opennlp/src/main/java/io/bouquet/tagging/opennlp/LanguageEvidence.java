package io.bouquet.tagging.opennlp;

import java.lang.Character.UnicodeScript;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Weighs what a model says of the language of a text: the script decides which languages are possible, languages that
 * are written more are likelier, and frequent words speak for their languages. A short text alone says little to a model
 * of character n-grams.
 */
final class LanguageEvidence {
    /** The languages of each script except Latin and the scripts of one language, which the model may lack. */
    private static final Map<UnicodeScript, List<String>> BY_SCRIPT = new EnumMap<>(Map.ofEntries(
            Map.entry(
                    UnicodeScript.CYRILLIC,
                    List.of(
                            "ru", "uk", "be", "bg", "sr", "mk", "kk", "ky", "tg", "mn", "tt", "ba", "cv", "ce", "os",
                            "sah", "udm", "mhr", "mrj", "myv", "krc", "kv", "kom", "av", "ab", "rue")),
            Map.entry(
                    UnicodeScript.ARABIC,
                    List.of("ar", "fa", "ur", "ps", "ug", "sd", "ckb", "arz", "mzn", "pnb", "pa", "azb", "glk")),
            Map.entry(UnicodeScript.DEVANAGARI, List.of("hi", "mr", "ne", "sa", "new", "bh", "mai", "gom")),
            Map.entry(UnicodeScript.BENGALI, List.of("bn", "as", "bpy")),
            Map.entry(UnicodeScript.HEBREW, List.of("he", "yi")),
            Map.entry(UnicodeScript.ETHIOPIC, List.of("am", "ti"))));

    private static final Map<UnicodeScript, String> ONE_LANGUAGE = Map.ofEntries(
            Map.entry(UnicodeScript.GREEK, "el"),
            Map.entry(UnicodeScript.ARMENIAN, "hy"),
            Map.entry(UnicodeScript.GEORGIAN, "ka"),
            Map.entry(UnicodeScript.THAI, "th"),
            Map.entry(UnicodeScript.LAO, "lo"),
            Map.entry(UnicodeScript.KHMER, "km"),
            Map.entry(UnicodeScript.MYANMAR, "my"),
            Map.entry(UnicodeScript.TIBETAN, "bo"),
            Map.entry(UnicodeScript.SINHALA, "si"),
            Map.entry(UnicodeScript.TAMIL, "ta"),
            Map.entry(UnicodeScript.TELUGU, "te"),
            Map.entry(UnicodeScript.KANNADA, "kn"),
            Map.entry(UnicodeScript.MALAYALAM, "ml"),
            Map.entry(UnicodeScript.GUJARATI, "gu"),
            Map.entry(UnicodeScript.GURMUKHI, "pa"),
            Map.entry(UnicodeScript.ORIYA, "or"),
            Map.entry(UnicodeScript.HANGUL, "ko"),
            Map.entry(UnicodeScript.HIRAGANA, "ja"),
            Map.entry(UnicodeScript.KATAKANA, "ja"),
            Map.entry(UnicodeScript.HAN, "zh"));

    /** Weight of the logarithm of what the model says, which is too even for short texts. */
    private static final double MODEL = 8;
    /** What a frequent word adds, as a logarithm, if one language has it. */
    private static final double WORD = 2.5;
    /** How much likelier a language with a list of words is than one without, before the text is read. */
    private static final double COMMON = 4;
    /** The same for the most frequent languages of the two scripts with the most languages. */
    private static final Map<String, Double> MOST_FREQUENT = Map.of("en", 0.7, "ru", 1.5);
    /** Letters of an alphabet that a character of a syllabary or an ideograph stands for. */
    private static final int SYLLABLE = 3;

    private static final int FIRST_SYLLABLE = 0x1100;
    /** What a frequent word of many languages adds. */
    private static final double LEAST_WORD = 0.3;

    /** What an ending adds. */
    private static final double ENDING = 1;

    /** Words of a text that is in no language if it has no frequent word. */
    private static final int MANY_WORDS = 8;

    /** A probability that needs no frequent word. */
    private static final double CERTAIN = 0.6;

    private static final double LEAST_PROBABILITY = 0.16;

    private final Map<String, Set<String>> languagesByWord = new HashMap<>();
    private final Set<String> common = new HashSet<>();
    private final Set<String> notLatin = new HashSet<>(ONE_LANGUAGE.values());

    /** A language and its probability. */
    record Weighed(String language, double probability) {}

    LanguageEvidence() {
        BY_SCRIPT.values().forEach(notLatin::addAll);
        WordLists.read("common-words.txt").forEach((language, words) -> {
            common.add(language);
            words.forEach(word -> languagesByWord
                    .computeIfAbsent(word, name -> new HashSet<>())
                    .add(language));
        });
    }

    /**
     * Returns the languages by probability, the likeliest first; none if nothing is known.
     *
     * @param text   a text with letters
     * @param scores what the model says, by ISO 639-1 code, or ISO 639-3 where there is none
     */
    List<Weighed> weigh(String text, Map<String, Double> scores) {
        UnicodeScript script = script(text);
        String only = ONE_LANGUAGE.get(script);
        if (only != null) {
            return List.of(new Weighed(only, 1));
        }
        Map<String, Double> logs = new HashMap<>();
        List<String> possible = BY_SCRIPT.get(script);
        scores.forEach((language, score) -> {
            if (possible == null ? !notLatin.contains(language) : possible.contains(language)) {
                logs.put(
                        language,
                        MODEL * Math.log(score)
                                + (common.contains(language) ? COMMON : 0)
                                + MOST_FREQUENT.getOrDefault(language, 0.0));
            }
        });
        List<String> words = words(text);
        if (script == UnicodeScript.LATIN && words.size() > 1 && words.stream().noneMatch(LanguageEvidence::hasVowel)) {
            return List.of();
        }
        Set<String> known = new HashSet<>();
        for (String word : words) {
            Set<String> speaks = languagesByWord.getOrDefault(word, Set.of());
            known.addAll(speaks);
            add(logs, speaks, Math.max(LEAST_WORD, WORD - Math.log(Math.max(1, speaks.size()))));
            for (int length = 2; length <= 5 && speaks.isEmpty() && word.length() >= length + 2; length++) {
                Set<String> ends = languagesByWord.getOrDefault("-" + word.substring(word.length() - length), Set.of());
                add(logs, ends, ENDING / Math.max(1, ends.size()));
            }
        }
        double most =
                logs.values().stream().mapToDouble(Double::doubleValue).max().orElse(0);
        double sum =
                logs.values().stream().mapToDouble(log -> Math.exp(log - most)).sum();
        List<Weighed> weighed = new ArrayList<>();
        logs.forEach((language, log) -> weighed.add(new Weighed(language, Math.exp(log - most) / sum)));
        weighed.sort(Comparator.comparingDouble(Weighed::probability).reversed().thenComparing(Weighed::language));
        return isNone(weighed, words.size(), known) ? List.of() : weighed;
    }

    /** Whether the text is in none of the languages: so many words, and none of them frequent. */
    private boolean isNone(List<Weighed> weighed, int words, Set<String> known) {
        if (weighed.isEmpty() || weighed.get(0).probability() < LEAST_PROBABILITY) {
            return true;
        }
        String likeliest = weighed.get(0).language();
        return words >= MANY_WORDS
                && weighed.get(0).probability() < CERTAIN
                && common.contains(likeliest)
                && !known.contains(likeliest);
    }

    private static boolean hasVowel(String word) {
        return word.codePoints().anyMatch(letter -> letter > 'z' || "aeiouy".indexOf(letter) >= 0);
    }

    private static void add(Map<String, Double> logs, Set<String> languages, double weight) {
        languages.forEach(language -> logs.computeIfPresent(language, (same, log) -> log + weight));
    }

    /** Returns the words of a text in lower case, without names inside it, which are of any language. */
    private static List<String> words(String text) {
        String[] words = text.replace('’', '\'').split("[^\\p{L}\\p{M}']+");
        return IntStream.range(0, words.length)
                .filter(i -> !words[i].isEmpty() && (i == 0 || !isName(words[i])))
                .mapToObj(i -> words[i].toLowerCase(Locale.ROOT))
                .distinct()
                .toList();
    }

    private static boolean isName(String word) {
        return word.length() > 1
                && Character.isUpperCase(word.codePointAt(0))
                && Character.isLowerCase(word.codePointBefore(word.length()));
    }

    /** Returns the script of most letters; kana make a text with Chinese characters Japanese. */
    private static UnicodeScript script(String text) {
        Map<UnicodeScript, Integer> counts = new EnumMap<>(UnicodeScript.class);
        text.codePoints()
                .filter(Character::isLetter)
                .forEach(letter ->
                        counts.merge(UnicodeScript.of(letter), letter >= FIRST_SYLLABLE ? SYLLABLE : 1, Integer::sum));
        int kana = counts.getOrDefault(UnicodeScript.HIRAGANA, 0) + counts.getOrDefault(UnicodeScript.KATAKANA, 0);
        int han = counts.getOrDefault(UnicodeScript.HAN, 0);
        if (kana * 10 > han) {
            counts.merge(UnicodeScript.HIRAGANA, han, Integer::sum);
            counts.remove(UnicodeScript.HAN);
        }
        return counts.entrySet().stream()
                .max(Map.Entry.comparingByValue())
                .map(Map.Entry::getKey)
                .orElse(UnicodeScript.LATIN);
    }
}

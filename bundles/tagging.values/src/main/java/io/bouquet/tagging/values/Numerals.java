package io.bouquet.tagging.values;

import java.math.BigDecimal;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads numbers in digits and in English and German words. */
final class Numerals {
    /** A number in digits, with the separators of any language; bounded. */
    static final String DIGITS =
            "(?:\\d{1,3}(?:(?<separator>[.,'’\\u00a0\\u202f ])\\d{3})(?:\\k<separator>\\d{3}){0,5}(?:[.,]\\d{1,4})?(?!\\d)"
                    + "|\\d{1,15}(?:[.,]\\d{1,9})?(?!\\d))";

    private static final Map<String, BigDecimal> WORDS = words(
            "one/eins",
            "two/zwei",
            "three/drei",
            "four/vier",
            "five/fünf",
            "six/sechs",
            "seven/sieben",
            "eight/acht",
            "nine/neun",
            "ten/zehn",
            "eleven/elf",
            "twelve/zwölf",
            "thirteen/dreizehn",
            "fourteen/vierzehn",
            "fifteen/fünfzehn",
            "sixteen/sechzehn",
            "seventeen/siebzehn",
            "eighteen/achtzehn",
            "nineteen/neunzehn",
            "twenty/zwanzig");
    /** Number words, the longest first. */
    static final String WORD = DateFinder.longestFirst(WORDS.keySet());

    private static final Map<String, Integer> POWERS = Map.ofEntries(
            Map.entry("hundred", 2),
            Map.entry("hundert", 2),
            Map.entry("thousand", 3),
            Map.entry("tausend", 3),
            Map.entry("tsd.", 3),
            Map.entry("k", 3),
            Map.entry("million", 6),
            Map.entry("millionen", 6),
            Map.entry("millions", 6),
            Map.entry("mio.", 6),
            Map.entry("mio", 6),
            Map.entry("mn", 6),
            Map.entry("m", 6),
            Map.entry("billion", 9),
            Map.entry("billions", 9),
            Map.entry("bn", 9),
            Map.entry("b", 9),
            Map.entry("milliarde", 9),
            Map.entry("milliarden", 9),
            Map.entry("mrd.", 9),
            Map.entry("mrd", 9),
            Map.entry("trillion", 12),
            Map.entry("billionen", 12));
    static final String POWER =
            "(?i:millionen|millions|million|mio\\.?|milliarden|milliarde|mrd\\.?|billionen|billions|billion|bn|mn"
                    + "|trillion|thousand|tausend|tsd\\.|hundred|hundert)";

    /** Languages whose decimals follow a full stop. */
    private static final Set<String> DECIMAL_POINT = Set.of("", "en", "zh", "ja", "ko", "he", "hi", "th");

    private Numerals() {}

    /**
     * Returns the value of a number.
     *
     * @param numeral  what {@link #DIGITS} or {@link #WORD} matched
     * @param language decides what a single separator before three digits is
     * @return empty if it has more than one decimal separator
     */
    static Optional<BigDecimal> value(String numeral, String language) {
        BigDecimal word = WORDS.get(numeral.toLowerCase(Locale.ROOT));
        if (word != null) {
            return Optional.of(word);
        }
        String digits = numeral.replaceAll("['’\\u00a0\\u202f ]", "");
        int last = Math.max(digits.lastIndexOf('.'), digits.lastIndexOf(','));
        if (last < 0) {
            return Optional.of(new BigDecimal(digits));
        }
        char separator = digits.charAt(last);
        boolean both = digits.indexOf('.') >= 0 && digits.indexOf(',') >= 0;
        boolean again = digits.indexOf(separator) < last;
        if (both && again) {
            return Optional.empty();
        }
        boolean mayGroup = digits.length() - last == 4 && last <= 3 && !digits.startsWith("0");
        boolean point = DECIMAL_POINT.contains(language);
        boolean groups = again || !both && mayGroup && separator == (point ? ',' : '.');
        String plain = groups
                ? digits.replaceAll("[.,]", "")
                : digits.substring(0, last).replaceAll("[.,]", "") + "." + digits.substring(last + 1);
        return Optional.of(new BigDecimal(plain));
    }

    /** Returns the power of ten of a word such as {@code million}. */
    static int power(String word, String language) {
        String lower = word.toLowerCase(Locale.ROOT);
        boolean longScale = "de".equals(language) && lower.equals("billion");
        return longScale ? 12 : POWERS.getOrDefault(lower, 0);
    }

    /** Returns a number without an exponent and without zeros at its end. */
    static String plain(BigDecimal number) {
        BigDecimal bare = number.stripTrailingZeros();
        return (bare.scale() < 0 ? bare.setScale(0) : bare).toPlainString();
    }

    private static Map<String, BigDecimal> words(String... numbers) {
        Map<String, BigDecimal> words = new HashMap<>();
        for (int i = 0; i < numbers.length; i++) {
            for (String word : numbers[i].split("/")) {
                words.put(word, BigDecimal.valueOf(i + 1L));
            }
        }
        int ten = 30;
        for (String tens :
                "thirty/dreißig forty/vierzig fifty/fünfzig sixty/sechzig seventy/siebzig eighty/achtzig ninety/neunzig"
                        .split(" ")) {
            for (String word : tens.split("/")) {
                words.put(word, BigDecimal.valueOf(ten));
            }
            ten += 10;
        }
        words.put("half an", new BigDecimal("0.5"));
        words.put("half a", new BigDecimal("0.5"));
        words.put("eine halbe", new BigDecimal("0.5"));
        words.put("einer halben", new BigDecimal("0.5"));
        words.put("anderthalb", new BigDecimal("1.5"));
        words.put("eineinhalb", new BigDecimal("1.5"));
        return Map.copyOf(words);
    }
}

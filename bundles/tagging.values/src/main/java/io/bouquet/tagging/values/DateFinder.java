package io.bouquet.tagging.values;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds each {@code date} with a month or a year, in the forms of ISO 8601, English and German. Its value is as in ISO
 * 8601: {@code 2024-10-03}, {@code 2024-10}, {@code 2024}, {@code 2024-Q3}, and {@code --10-03} without a year.
 */
final class DateFinder implements ValueFinder {
    private static final Map<String, Integer> MONTHS = months(
            "january jan jänner januar jän",
            "february feb februar febr",
            "march mar märz mär mrz",
            "april apr",
            "may mai",
            "june jun juni",
            "july jul juli",
            "august aug",
            "september sep sept",
            "october oct oktober okt",
            "november nov",
            "december dec dezember dez");
    /** Months that are other words, too, and count only with a capital. */
    private static final Set<String> WORDS = Set.of("may", "march", "mar", "dec", "jan", "sep", "sept", "aug", "mai");

    private static final String MONTH = "(?<month>(?i:" + longestFirst(MONTHS.keySet()) + "))\\b\\.?";
    private static final String DAY = "(?<day>0?[1-9]|[12]\\d|3[01])";
    private static final String YEAR = "(?<year>[12]\\d{3})(?![\\p{L}\\p{N}]|[.,/:-]\\d)";
    private static final String BEGIN = "(?<![\\p{L}\\p{N}_]|\\d[.,:/-])";
    private static final String WEEKDAY =
            "(?:(?i:mon|tue|tues|wed|wednes|thu|thurs|fri|sat|satur|sun)(?i:day)?,?\\.? (?i:the )?"
                    + "|(?i:montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonnabend|sonntag),? (?i:den |dem )?)?";
    private static final String NO_MORE = "(?![\\p{L}\\p{N}])";

    private static final Pattern ISO = Pattern.compile(BEGIN
            + "(?<year>[12]\\d{3})-(?<m>0[1-9]|1[0-2])-(?<day>0[1-9]|[12]\\d|3[01])"
            + "(?<time>T(?:[01]\\d|2[0-3]):[0-5]\\d(?::[0-5]\\d(?:[.,]\\d{1,9})?)?(?:Z|[+-]\\d{2}:?\\d{2})?)?"
            + "(?![\\p{L}\\p{N}_]|-\\d)");
    private static final Pattern DOTTED = Pattern.compile(BEGIN + DAY + "\\. ?(?<m>0?[1-9]|1[0-2])\\.(?: ?" + YEAR
            + "|(?<short>\\d\\d)(?![\\p{L}\\p{N}]|[.,/:-]\\d))");
    private static final Pattern SLASHED =
            Pattern.compile(BEGIN + "(?<one>0?[1-9]|[12]\\d|3[01])/(?<two>0?[1-9]|[12]\\d|3[01])/(?:" + YEAR
                    + "|(?<short>\\d\\d)(?![\\p{L}\\p{N}/]))");
    private static final Pattern DAY_FIRST = Pattern.compile(BEGIN + WEEKDAY + DAY
            + "(?:\\.|(?i:st|nd|rd|th))?(?: of)?[ \\u00a0-]" + MONTH + "(?:,?[ \\u00a0-]" + YEAR + "|" + NO_MORE + ")");
    private static final Pattern MONTH_FIRST = Pattern.compile(BEGIN + WEEKDAY + MONTH + "[ \\u00a0](?:the )?" + DAY
            + "(?i:st|nd|rd|th)?(?![\\p{L}\\p{N}]|[.:/]\\d|,\\d|[ \\u00a0]?%)(?:,?[ \\u00a0]" + YEAR + ")?");
    private static final Pattern MONTH_YEAR = Pattern.compile(BEGIN + MONTH + ",?[ \\u00a0](?:of )?" + YEAR);
    private static final Pattern QUARTER =
            Pattern.compile(BEGIN + "(?:Q(?<q>[1-4])|(?<qd>[1-4])\\. Quartal),?[ /-]" + YEAR);
    private static final Pattern ONLY_YEAR = Pattern.compile(
            "(?<![\\p{L}\\p{N}])(?i:in|since|until|till|by|from|early|late|mid|seit|bis|ab|anfang|ende|mitte|im jahre?|in the year)"
                    + "[ -](?<year>1[5-9]\\d\\d|20\\d\\d)(?![\\p{L}\\p{N}%$€£]|[.,/:-]\\d)"
                    + "(?=\\s*(?:[.,;:!?)\\]–—-]|$|\\b(?:and|or|to|until|the|as|at|by|for|with|when|he|she|it|they|we|I|his|her|its|was|were|is"
                    + "|und|oder|bis|der|die|das|den|dem|als|mit|für|war|ist|wurde|er|sie|es|wir|hat|gegründet)\\b))");

    @Override
    public void find(SearchedText text) {
        text.forEach(ISO, iso -> {
            if (isDate(iso.group("year"), iso.group("m"), iso.group("day"))) {
                text.add(iso.start(), iso.end(), "date", iso.group());
            }
        });
        text.forEach(DOTTED, dotted -> addDotted(text, dotted));
        text.forEach(SLASHED, slashed -> addSlashed(text, slashed));
        text.forEach(DAY_FIRST, written -> addWritten(text, written, written.group("day")));
        text.forEach(MONTH_FIRST, written -> addWritten(text, written, written.group("day")));
        text.forEach(MONTH_YEAR, written -> addWritten(text, written, ""));
        text.forEach(QUARTER, quarter -> {
            String number = quarter.group("q") == null ? quarter.group("qd") : quarter.group("q");
            text.add(quarter.start(), quarter.end(), "date", quarter.group("year") + "-Q" + number);
        });
        text.forEach(ONLY_YEAR, year -> text.add(year.start("year"), year.end("year"), "date", year.group("year")));
    }

    private static void addDotted(SearchedText text, Matcher dotted) {
        String year = dotted.group("year");
        // 1.2.24 is a date in German only; elsewhere it is more often a version
        if (year == null && "de".equals(text.language())) {
            year = century(dotted.group("short"));
        }
        if (year != null && isDate(year, dotted.group("m"), dotted.group("day")) && !text.isNumbered(dotted.start())) {
            text.add(dotted.start(), dotted.end(), "date", iso(year, dotted.group("m"), dotted.group("day")));
        }
    }

    /** English dates have the month first, unless that is impossible; others have the day first. */
    private static void addSlashed(SearchedText text, Matcher slashed) {
        boolean american = "en".equals(text.language()) || text.language().isEmpty();
        String one = slashed.group("one");
        String two = slashed.group("two");
        boolean monthFirst = american ? Integer.parseInt(one) <= 12 : Integer.parseInt(two) > 12;
        String year = slashed.group("year") == null ? century(slashed.group("short")) : slashed.group("year");
        String month = monthFirst ? one : two;
        String day = monthFirst ? two : one;
        if (isDate(year, month, day)) {
            text.add(slashed.start(), slashed.end(), "date", iso(year, month, day));
        }
    }

    /** @param day empty for a month */
    private static void addWritten(SearchedText text, Matcher written, String day) {
        String word = written.group("month");
        String name = word.toLowerCase(Locale.ROOT);
        String month = String.valueOf(MONTHS.get(name));
        String year = written.group("year");
        boolean other = Character.isLowerCase(word.charAt(0)) && WORDS.contains(name);
        if (!other && isDate(year == null ? "2000" : year, month, day.isEmpty() ? "1" : day)) {
            String full = iso(year == null ? "-" : year, month, day);
            int end = written.group().endsWith(".") && year == null ? written.end() - 1 : written.end();
            text.add(written.start(), end, "date", full);
        }
    }

    private static boolean isDate(String year, String month, String day) {
        try {
            return LocalDate.of(Integer.parseInt(year), Integer.parseInt(month), Integer.parseInt(day))
                            .getYear()
                    > 0;
        } catch (DateTimeException notInTheCalendar) {
            return false;
        }
    }

    private static String iso(String year, String month, String day) {
        String inYear = year + "-" + (month.length() == 1 ? "0" : "") + month;
        return day.isEmpty() ? inYear : inYear + "-" + (day.length() == 1 ? "0" : "") + day;
    }

    private static String century(String year) {
        return (Integer.parseInt(year) < 50 ? "20" : "19") + year;
    }

    static String longestFirst(Set<String> words) {
        return String.join(
                "|",
                words.stream()
                        .sorted((a, b) -> a.length() == b.length() ? a.compareTo(b) : b.length() - a.length())
                        .map(Pattern::quote)
                        .toList());
    }

    private static Map<String, Integer> months(String... names) {
        Map<String, Integer> months = new HashMap<>();
        for (int i = 0; i < names.length; i++) {
            for (String name : names[i].split(" ")) {
                months.put(name, i + 1);
            }
        }
        return Map.copyOf(months);
    }
}

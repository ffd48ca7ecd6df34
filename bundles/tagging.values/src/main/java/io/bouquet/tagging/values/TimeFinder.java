package io.bouquet.tagging.values;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds each {@code time} of day: {@code 15:30}, {@code 3 p.m.}, {@code 15 Uhr}. Its value is as in ISO 8601. */
final class TimeFinder implements ValueFinder {
    private static final Pattern TIME = Pattern.compile("(?<![\\p{L}\\p{N}_+-]|\\d[.,:/])(?<h>[01]?\\d|2[0-4])"
            + "(?:[:.](?<m>[0-5]\\d)(?::(?<s>[0-5]\\d))?)?"
            + "(?<half>[ \\u00a0]?(?:(?i:am|pm)|[aApP]\\.[mM]\\.)|[ \\u00a0](?:Uhr|uhr|UHR|o['’]clock)(?:[ \\u00a0](?<min>[0-5]?\\d)(?![\\p{L}\\p{N}]|[.,:]\\d|[ \\u00a0]?[%€$]))?)?"
            + "(?![\\p{L}\\p{N}_]|[:/-]\\d|\\.\\d)");
    /** After these words {@code 9:30} is a time; without one it may be a result or a ratio. */
    private static final Pattern BEFORE = Pattern.compile(
            "(?i)\\b(?:at|by|until|till|from|before|after|around|about|between|and|to|um|ab|bis|gegen|von|vor|nach|zwischen|und)[ \\u00a0]$");

    @Override
    public void find(SearchedText text) {
        text.forEach(TIME, time -> add(text, time));
    }

    private static void add(SearchedText text, Matcher time) {
        String half = time.group("half");
        String minutes = time.group("m") != null ? time.group("m") : time.group("min");
        int hour = Integer.parseInt(time.group("h"));
        boolean colon = time.group("m") != null && text.text().startsWith(":", time.end("h"));
        boolean plain = colon
                && (time.group("s") != null
                        || time.group("h").length() == 2
                        || BEFORE.matcher(text.before(time.start())).find());
        String mark = half == null ? "" : half.strip().toLowerCase(Locale.ROOT);
        boolean twelve = mark.startsWith("a") || mark.startsWith("p");
        boolean impossible =
                twelve && (hour == 0 || hour > 12) || hour == 24 && minutes != null && !minutes.matches("0?0");
        if (half == null && !plain || impossible) {
            return;
        }
        if (twelve) {
            hour = hour % 12 + (mark.startsWith("p") ? 12 : 0);
        }
        String value = String.format(Locale.ROOT, "%02d:%02d", hour, minutes == null ? 0 : Integer.parseInt(minutes));
        text.add(time.start(), time.end(), "time", time.group("s") == null ? value : value + ":" + time.group("s"));
    }
}

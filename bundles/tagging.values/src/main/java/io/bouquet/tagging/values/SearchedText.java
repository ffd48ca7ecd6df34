package io.bouquet.tagging.values;

import io.bouquet.tagging.Annotation;
import io.bouquet.tagging.Span;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A text and the values found in it so far, which do not overlap. For one thread. */
final class SearchedText {
    private static final int CONTEXT = 24;
    /** More characters than a value has before its first digit or after its last. */
    private static final int REACH = 64;

    /** What a number with full stops follows if it is no date and no address. */
    private static final Pattern NUMBERED = Pattern.compile(
            "(?i)(?:\\b(?:version|release|ver\\.?|v\\.?|build|revision|rev\\.?|chapter|section|kapitel|abschnitt"
                    + "|ausgabe|stand|firmware|java|jdk|python|kernel|linux)|[§#])[ \\t]*$");

    private final String text;
    private final String language;
    /** Stretches with digits, in which all values are that have any. */
    private final List<Span> windows;

    private final BitSet taken = new BitSet();
    private final List<Annotation> values = new ArrayList<>();

    SearchedText(String text, String language) {
        this.text = text;
        this.language = language;
        this.windows = windows(text);
    }

    private static List<Span> windows(String text) {
        List<Span> windows = new ArrayList<>();
        int begin = -1;
        int end = 0;
        for (int i = 0; i < text.length(); i++) {
            if (!Character.isDigit(text.charAt(i))) {
                continue;
            }
            if (begin >= 0 && i - REACH > end) {
                windows.add(new Span(begin, end));
                begin = -1;
            }
            begin = begin < 0 ? Math.max(0, i - REACH) : begin;
            end = Math.min(text.length(), i + REACH);
        }
        if (begin >= 0) {
            windows.add(new Span(begin, end));
        }
        return windows;
    }

    String text() {
        return text;
    }

    /** ISO 639-1 code; empty if unknown. */
    String language() {
        return language;
    }

    /** Calls {@code found} for each match of a pattern whose matches have digits. */
    void forEach(Pattern pattern, Consumer<Matcher> found) {
        Matcher matcher = pattern.matcher(text).useTransparentBounds(true).useAnchoringBounds(false);
        for (Span window : windows) {
            matcher.region(window.begin(), window.end());
            while (next(matcher)) {
                found.accept(matcher);
            }
        }
    }

    /** Finds the next match, or stops if the time of the request is over. */
    boolean next(Matcher matcher) {
        if (Thread.currentThread().isInterrupted()) {
            throw new CancellationException("interrupted: the request's time is up");
        }
        return matcher.find();
    }

    boolean isFree(int begin, int end) {
        int next = taken.nextSetBit(begin);
        return next < 0 || next >= end;
    }

    /** Adds a value, unless it overlaps one that was found before. */
    void add(int begin, int end, String kind, Map<String, String> attributes) {
        if (begin < end && isFree(begin, end)) {
            taken.set(begin, end);
            values.add(new Annotation(new Span(begin, end), kind, Double.NaN, attributes));
        }
    }

    void add(int begin, int end, String kind, String value) {
        add(begin, end, kind, Map.of(ValuesTagger.VALUE, value));
    }

    /** Whether the words before an offset say that a number follows which is none of the values. */
    boolean isNumbered(int begin) {
        return NUMBERED.matcher(before(begin)).find();
    }

    /** Returns the few characters before an offset. */
    String before(int begin) {
        return text.substring(Math.max(0, begin - CONTEXT), begin);
    }

    /** Returns the values in text order. */
    List<Annotation> values() {
        values.sort(Comparator.comparingInt(value -> value.span().begin()));
        return values;
    }
}

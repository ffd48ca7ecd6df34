package io.bouquet.tagging.rules.internal;

import io.bouquet.tagging.rules.internal.TokenPattern.Any;
import io.bouquet.tagging.rules.internal.TokenPattern.Done;
import io.bouquet.tagging.rules.internal.TokenPattern.Fork;
import io.bouquet.tagging.rules.internal.TokenPattern.Lemma;
import io.bouquet.tagging.rules.internal.TokenPattern.Mark;
import io.bouquet.tagging.rules.internal.TokenPattern.Not;
import io.bouquet.tagging.rules.internal.TokenPattern.Pos;
import io.bouquet.tagging.rules.internal.TokenPattern.Regex;
import io.bouquet.tagging.rules.internal.TokenPattern.Step;
import io.bouquet.tagging.rules.internal.TokenPattern.Take;
import io.bouquet.tagging.rules.internal.TokenPattern.Test;
import io.bouquet.tagging.rules.internal.TokenPattern.Word;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * Translates a pattern into a program:
 *
 * <pre>
 * pattern  = choice [ "=" value ]
 * choice   = sequence { "|" sequence }
 * sequence = item { item }
 * item     = ( token | "(" choice ")" | "&lt;" choice "&gt;" ) [ "?" | "*" | "+" | "{" n [ "," m ] "}" ]
 * token    = test { "&amp;" test }
 * test     = [ "!" ] ( "any" | '"' word '"' | "lemma:" word | "pos:" TAG | "/" regex "/" )
 * </pre>
 */
final class PatternParser {
    private static final int MOST_STEPS = 2_000;
    private static final int MOST_REPEATS = 50;

    private final String text;
    private final boolean exact;
    private final List<Step> program = new ArrayList<>();
    private final String value;
    private int at;
    private boolean marked;

    PatternParser(String text, boolean exact) {
        this.text = text;
        this.exact = exact;
        List<Step> steps = choice();
        if (at < text.length() && text.charAt(at) == '=') {
            value = text.substring(at + 1).strip();
        } else if (at < text.length()) {
            throw wrong("there is a '" + text.charAt(at) + "' that closes nothing");
        } else {
            value = "";
        }
        program.addAll(steps);
        program.add(new Done());
        if (steps.isEmpty()) {
            throw wrong("the pattern is empty");
        }
    }

    List<Step> program() {
        return program;
    }

    String value() {
        return value;
    }

    private List<Step> choice() {
        List<Step> steps = sequence();
        skip();
        while (at < text.length() && text.charAt(at) == '|') {
            at++;
            List<Step> other = sequence();
            // fork to the first, which ends by a jump over the other
            List<Step> both = new ArrayList<>();
            both.add(new Fork(1, steps.size() + 2));
            both.addAll(moved(steps, 1));
            int end = steps.size() + 2 + other.size();
            both.add(new Fork(end, end));
            both.addAll(moved(other, steps.size() + 2));
            steps = bounded(both);
            skip();
        }
        return steps;
    }

    private List<Step> sequence() {
        List<Step> steps = new ArrayList<>();
        for (skip(); at < text.length() && "|)>=".indexOf(text.charAt(at)) < 0; skip()) {
            List<Step> item = repeated(item());
            steps.addAll(moved(item, steps.size()));
            bounded(steps);
        }
        if (steps.isEmpty()) {
            throw wrong("a token is missing");
        }
        return steps;
    }

    private List<Step> item() {
        char c = text.charAt(at);
        if (c == '(' || c == '<') {
            at++;
            if (c == '<' && marked) {
                throw wrong("there is more than one < >");
            }
            marked |= c == '<';
            List<Step> inner = choice();
            char close = c == '(' ? ')' : '>';
            if (at >= text.length() || text.charAt(at) != close) {
                throw wrong("the '" + c + "' is not closed by a '" + close + "'");
            }
            at++;
            if (c == '(') {
                return inner;
            }
            List<Step> steps = new ArrayList<>();
            steps.add(new Mark(true));
            steps.addAll(moved(inner, 1));
            steps.add(new Mark(false));
            return steps;
        }
        List<Test> tests = new ArrayList<>();
        tests.add(test());
        while (at < text.length() && text.charAt(at) == '&') {
            at++;
            tests.add(test());
        }
        return List.of(new Take(List.copyOf(tests)));
    }

    private Test test() {
        if (text.startsWith("!", at)) {
            at++;
            return new Not(test());
        }
        if (text.startsWith("\"", at)) {
            return Word.of(quoted('"', "word"), exact);
        }
        if (text.startsWith("/", at)) {
            String regex = quoted('/', "regular expression");
            try {
                return new Regex(Pattern.compile(regex, exact ? 0 : Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE));
            } catch (PatternSyntaxException e) {
                throw wrong("/" + regex + "/ is no regular expression: " + e.getDescription());
            }
        }
        int begin = at;
        while (at < text.length()
                && !Character.isWhitespace(text.charAt(at))
                && "?*+{}()<>|&=".indexOf(text.charAt(at)) < 0) {
            at++;
        }
        String name = text.substring(begin, at);
        if (name.equals("any")) {
            return new Any();
        }
        if (name.startsWith("lemma:") && name.length() > 6) {
            return new Lemma(name.substring(6));
        }
        if (name.startsWith("pos:")) {
            if (!TokenPattern.universalTags().contains(name.substring(4))) {
                throw wrong("'" + name.substring(4) + "' is no part of speech; there are: "
                        + String.join(", ", TokenPattern.universalTags()));
            }
            return new Pos(name.substring(4));
        }
        throw wrong("'" + (name.isEmpty() ? text.substring(begin, Math.min(text.length(), begin + 1)) : name)
                + "' is no token; write \"word\", lemma:word, pos:TAG, /regex/ or any");
    }

    private String quoted(char quote, String what) {
        int begin = ++at;
        while (at < text.length() && (text.charAt(at) != quote || text.charAt(at - 1) == '\\')) {
            at++;
        }
        if (at >= text.length() || at == begin) {
            throw wrong("a " + what + " is empty, or not closed by " + quote);
        }
        return text.substring(begin, at++).replace("\\" + quote, String.valueOf(quote));
    }

    private List<Step> repeated(List<Step> item) {
        char c = at < text.length() ? text.charAt(at) : ' ';
        int least = 1;
        int most = 1;
        if (c == '?' || c == '*' || c == '+') {
            at++;
            least = c == '+' ? 1 : 0;
            most = c == '?' ? 1 : Integer.MAX_VALUE;
        } else if (c == '{') {
            int end = text.indexOf('}', at);
            String range = end < 0 ? "" : text.substring(at + 1, end);
            if (!range.matches("\\d{1,2}(?:,\\d{0,2})?")) {
                throw wrong("write a number of repetitions as {2}, {2,} or {2,4}");
            }
            at = end + 1;
            String[] limits = range.split(",", -1);
            least = Integer.parseInt(limits[0]);
            most = limits.length == 1 ? least : limits[1].isEmpty() ? Integer.MAX_VALUE : Integer.parseInt(limits[1]);
            if (most < least || most == 0 || least > MOST_REPEATS || most != Integer.MAX_VALUE && most > MOST_REPEATS) {
                throw wrong("{" + range + "} is no range up to " + MOST_REPEATS);
            }
        }
        List<Step> steps = new ArrayList<>();
        for (int i = 0; i < least; i++) {
            steps.addAll(moved(item, steps.size()));
            bounded(steps);
        }
        if (most == Integer.MAX_VALUE) {
            int loop = steps.size();
            steps.add(new Fork(loop + 1, loop + item.size() + 2));
            steps.addAll(moved(item, loop + 1));
            steps.add(new Fork(loop, loop));
        } else {
            for (int i = least; i < most; i++) {
                int here = steps.size();
                steps.add(new Fork(here + 1, here + 1 + item.size()));
                steps.addAll(moved(item, here + 1));
                bounded(steps);
            }
        }
        return steps;
    }

    /** Returns steps for a later place in the program. */
    private static List<Step> moved(List<Step> steps, int by) {
        List<Step> moved = new ArrayList<>(steps.size());
        for (Step step : steps) {
            moved.add(step instanceof Fork fork ? new Fork(fork.first() + by, fork.second() + by) : step);
        }
        return moved;
    }

    private List<Step> bounded(List<Step> steps) {
        if (steps.size() > MOST_STEPS) {
            throw wrong("the pattern has more than " + MOST_STEPS + " steps; write several shorter ones");
        }
        return steps;
    }

    private void skip() {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
    }

    private IllegalArgumentException wrong(String message) {
        return new IllegalArgumentException(
                message + ", at character " + (Math.min(at, text.length()) + 1) + " of the pattern '" + text + "'");
    }
}

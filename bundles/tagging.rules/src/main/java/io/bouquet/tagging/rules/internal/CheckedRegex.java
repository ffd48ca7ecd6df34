package io.bouquet.tagging.rules.internal;

import java.util.regex.Pattern;

/** Matches regular expressions of other people with a limit of steps: some need time that doubles with each character. */
final class CheckedRegex {
    private static final int LONGEST_TOKEN = 200;
    private static final int MOST_STEPS = 100_000;

    private CheckedRegex() {}

    /**
     * Whether an expression matches all of a token; false for very long tokens.
     *
     * @throws IllegalStateException if it needs too many steps
     */
    static boolean matches(Pattern pattern, String token) {
        return token.length() <= LONGEST_TOKEN
                && pattern.matcher(new Counted(token, pattern)).matches();
    }

    private static final class Counted implements CharSequence {
        private final String text;
        private final Pattern pattern;
        private int steps;

        Counted(String text, Pattern pattern) {
            this.text = text;
            this.pattern = pattern;
        }

        @Override
        public char charAt(int index) {
            if (++steps > MOST_STEPS) {
                throw new IllegalStateException(
                        "the regular expression /" + pattern + "/ needs too many steps for the token '" + text
                                + "'; write it without repetitions inside of repetitions");
            }
            return text.charAt(index);
        }

        @Override
        public int length() {
            return text.length();
        }

        @Override
        public CharSequence subSequence(int begin, int end) {
            return text.subSequence(begin, end);
        }

        @Override
        public String toString() {
            return text;
        }
    }
}

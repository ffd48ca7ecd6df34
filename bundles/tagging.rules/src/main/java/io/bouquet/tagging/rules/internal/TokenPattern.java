package io.bouquet.tagging.rules.internal;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * A pattern of tokens as a program of a virtual machine (Pike 1987, Cox 2009), whose time grows with the number of tokens.
 *
 * @param program its first instruction is the first to run
 * @param value   normalised value; may be empty
 */
public record TokenPattern(String label, String value, int line, List<Step> program) {
    public TokenPattern {
        program = List.copyOf(program);
    }

    /** An instruction. */
    sealed interface Step permits Take, Fork, Mark, Done {}

    /** Takes a token for which all tests hold. */
    record Take(List<Test> tests) implements Step {}

    /** Goes on at two places; the first is preferred. */
    record Fork(int first, int second) implements Step {}

    /** Remembers the place as the beginning or the end of the finding. */
    record Mark(boolean begin) implements Step {}

    record Done() implements Step {}

    /** A test of one token. */
    sealed interface Test permits Any, Word, Lemma, Pos, Regex, Not {
        boolean holds(Token token);
    }

    /** @param lemma empty if the text has no lemmas; the same for {@code pos} */
    record Token(String word, String lemma, String pos) {}

    record Any() implements Test {
        @Override
        public boolean holds(Token token) {
            return true;
        }
    }

    record Word(Set<String> words, boolean exact) implements Test {
        static Word of(String word, boolean exact) {
            return new Word(Set.of(exact ? word : word.toLowerCase(Locale.ROOT)), exact);
        }

        @Override
        public boolean holds(Token token) {
            return words.contains(exact ? token.word() : token.word().toLowerCase(Locale.ROOT));
        }
    }

    record Lemma(String lemma) implements Test {
        @Override
        public boolean holds(Token token) {
            return lemma.equalsIgnoreCase(token.lemma());
        }
    }

    record Pos(String pos) implements Test {
        @Override
        public boolean holds(Token token) {
            return pos.equals(token.pos());
        }
    }

    record Regex(Pattern pattern) implements Test {
        @Override
        public boolean holds(Token token) {
            return CheckedRegex.matches(pattern, token.word());
        }
    }

    record Not(Test test) implements Test {
        @Override
        public boolean holds(Token token) {
            return !test.holds(token);
        }
    }

    /** Returns whether a test of the program looks at lemmas, or at parts of speech. */
    boolean uses(Class<? extends Test> kind) {
        return program.stream()
                .filter(Take.class::isInstance)
                .flatMap(step -> ((Take) step).tests().stream())
                .map(test -> test instanceof Not not ? not.test() : test)
                .anyMatch(kind::isInstance);
    }

    static Set<String> universalTags() {
        return new TreeSet<>(List.of(
                "ADJ", "ADP", "ADV", "AUX", "CCONJ", "DET", "INTJ", "NOUN", "NUM", "PART", "PRON", "PROPN", "PUNCT",
                "SCONJ", "SYM", "VERB", "X"));
    }
}

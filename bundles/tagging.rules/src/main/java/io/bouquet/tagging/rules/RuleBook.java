package io.bouquet.tagging.rules;

import io.bouquet.tagging.AnnotatedText;
import io.bouquet.tagging.Annotation;
import io.bouquet.tagging.Layers;
import io.bouquet.tagging.Span;
import io.bouquet.tagging.rules.internal.PatternMatcher;
import io.bouquet.tagging.rules.internal.RuleParser;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Phrases and patterns, read from a text. Immutable and thread-safe. */
public final class RuleBook {
    /** Name of the attribute with the normalised value of a rule that has one. */
    public static final String VALUE = "value";

    /** Name of the attribute with the number of the rule's line. */
    public static final String LINE = "line";

    private final RuleParser.Parsed parsed;

    private RuleBook(RuleParser.Parsed parsed) {
        this.parsed = parsed;
    }

    /**
     * Reads rules.
     *
     * @throws RuleErrorException with all errors
     */
    public static RuleBook parse(String text) throws RuleErrorException {
        return new RuleBook(RuleParser.parse(text));
    }

    /** Returns the layer that the text names; empty if it names none. */
    public String layer() {
        return parsed.layer();
    }

    /** Returns the ISO 639-1 codes that the text names; empty for any language. */
    public List<String> languages() {
        return parsed.languages();
    }

    /** Returns the layers that the patterns need; empty if there are only phrases. */
    public List<String> requires() {
        return parsed.requires();
    }

    /** Returns the number of phrases and patterns. */
    public int size() {
        return parsed.phrases().size() + parsed.patterns().size();
    }

    /**
     * Returns what the rules find in a text, in its order. Of overlapping findings the one that begins first counts, then
     * the longest, then the one whose rule comes first.
     *
     * @param text has the layers of {@link #requires()}
     */
    public List<Annotation> match(AnnotatedText text) {
        List<Annotation> found = new ArrayList<>();
        parsed.phrases()
                .match(
                        text.text(),
                        (begin, end, phrase) -> found.add(
                                annotation(new Span(begin, end), phrase.label(), phrase.value(), phrase.line())));
        if (!parsed.patterns().isEmpty()) {
            PatternMatcher.match(
                    text,
                    parsed.patterns(),
                    (span, pattern) -> found.add(annotation(span, pattern.label(), pattern.value(), pattern.line())));
        }
        found.sort(Comparator.comparingInt((Annotation one) -> one.span().begin())
                .thenComparing(one -> -one.span().end())
                .thenComparing(one -> Integer.valueOf(one.attributes().getOrDefault(LINE, "0"))));
        return Layers.withoutOverlaps(found);
    }

    /** Returns {@link #match} as a layer. */
    public Layers layer(String name, AnnotatedText text) {
        return Layers.of(name, match(text));
    }

    private static Annotation annotation(Span span, String label, String value, int line) {
        Map<String, String> attributes = new HashMap<>();
        attributes.put(LINE, String.valueOf(line));
        if (!value.isEmpty()) {
            attributes.put(VALUE, value);
        }
        return new Annotation(span, label, Double.NaN, attributes);
    }
}

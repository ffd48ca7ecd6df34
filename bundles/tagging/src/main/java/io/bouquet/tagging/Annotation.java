package io.bouquet.tagging;

import java.util.Map;

/**
 * What a tagger says of a span. A statement about the whole text has the span of the whole text.
 *
 * @param label      what kind of thing the span is: {@code person}, {@code NOUN}, {@code positive}; for lemmas the lemma
 * @param score      how sure the tagger is, 0..1, or {@link Double#NaN} where it does not say
 * @param attributes further facts by name; empty for most
 */
public record Annotation(Span span, String label, double score, Map<String, String> attributes) {
    public Annotation {
        if (score < 0 || score > 1) {
            throw new IllegalArgumentException("score " + score + " of '" + label + "' is not in 0..1");
        }
        attributes = Map.copyOf(attributes);
    }

    public Annotation(Span span, String label, double score) {
        this(span, label, score, Map.of());
    }

    /** An annotation without a score. */
    public Annotation(Span span, String label) {
        this(span, label, Double.NaN, Map.of());
    }

    public boolean hasScore() {
        return !Double.isNaN(score);
    }
}

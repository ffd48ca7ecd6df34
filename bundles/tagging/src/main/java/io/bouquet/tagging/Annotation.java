package io.bouquet.tagging;

import java.util.Map;

/**
 * A statement of a tagger about a span. A statement about the whole text has the span of the whole text.
 *
 * @param label      category of the span, such as {@code person}, {@code NOUN} or {@code positive}; for lemmas, the
 *                   lemma
 * @param score      confidence of the tagger, 0..1, or {@link Double#NaN} if there is none
 * @param attributes further values by name; usually empty
 * @param vector     numbers that stand for the span, such as its embedding; usually {@link Vector#NONE}
 */
public record Annotation(Span span, String label, double score, Map<String, String> attributes, Vector vector) {
    public Annotation {
        if (score < 0 || score > 1) {
            throw new IllegalArgumentException("score " + score + " of '" + label + "' is not in 0..1");
        }
        attributes = Map.copyOf(attributes);
    }

    public Annotation(Span span, String label, double score, Map<String, String> attributes) {
        this(span, label, score, attributes, Vector.NONE);
    }

    public Annotation(Span span, String label, double score) {
        this(span, label, score, Map.of());
    }

    /** Creates an annotation without a score. */
    public Annotation(Span span, String label) {
        this(span, label, Double.NaN, Map.of());
    }

    /** Returns the same annotation with a vector. */
    public Annotation with(Vector other) {
        return new Annotation(span, label, score, attributes, other);
    }

    public boolean hasScore() {
        return !Double.isNaN(score);
    }
}

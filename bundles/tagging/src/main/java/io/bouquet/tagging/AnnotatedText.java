package io.bouquet.tagging;

import java.util.List;

/**
 * A text and what is known of it so far. Immutable.
 *
 * @param language ISO 639-1 code, or the empty string while it is unknown
 */
public record AnnotatedText(String text, String language, Layers layers) {
    public AnnotatedText(String text, String language) {
        this(text, language, Layers.none());
    }

    public AnnotatedText with(Layers more) {
        return new AnnotatedText(text, language, layers.with(more));
    }

    /** The annotations of a layer; empty where it is not there. */
    public List<Annotation> layer(String name) {
        return layers.get(name);
    }

    public String textOf(Annotation annotation) {
        return annotation.span().in(text);
    }
}

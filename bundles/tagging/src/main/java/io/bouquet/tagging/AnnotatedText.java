package io.bouquet.tagging;

import java.util.List;

/**
 * A text with its language and the layers made so far. Immutable.
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

    /** Returns the annotations of a layer; empty if there is no such layer. */
    public List<Annotation> layer(String name) {
        return layers.get(name);
    }

    public String textOf(Annotation annotation) {
        return annotation.span().in(text);
    }
}

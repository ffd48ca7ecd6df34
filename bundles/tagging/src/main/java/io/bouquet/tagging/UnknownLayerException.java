package io.bouquet.tagging;

import java.util.Collection;

/** Signals that no tagger produces a requested layer. */
public final class UnknownLayerException extends TaggingException {
    private static final long serialVersionUID = 1L;

    private final String layer;

    public UnknownLayerException(String layer, String language, Collection<String> serving) {
        this(layer, "", language, serving);
    }

    /**
     * Creates the exception if an installed tagger could produce the layer but does not serve.
     *
     * @param why why that tagger does not serve
     */
    public UnknownLayerException(String layer, String why, String language, Collection<String> serving) {
        super("no tagger produces the layer '" + layer + "'"
                + (language.isEmpty() ? "" : " for the language '" + language + "'")
                + (why.isEmpty() ? "" : " (" + why + ")") + "; serving: "
                + (serving.isEmpty() ? "none" : String.join(", ", serving)));
        this.layer = layer;
    }

    /** Returns the requested layer. */
    public String layer() {
        return layer;
    }
}

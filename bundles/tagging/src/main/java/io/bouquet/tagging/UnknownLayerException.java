package io.bouquet.tagging;

import java.util.Collection;

/** No tagger produces a layer that was asked for. */
public final class UnknownLayerException extends TaggingException {
    private static final long serialVersionUID = 1L;

    private final String layer;

    public UnknownLayerException(String layer, String language, Collection<String> serving) {
        this(layer, "", language, serving);
    }

    /**
     * The same where a tagger is there that would produce the layer.
     *
     * @param why what keeps that tagger from it
     */
    public UnknownLayerException(String layer, String why, String language, Collection<String> serving) {
        super("no tagger produces the layer '" + layer + "'"
                + (language.isEmpty() ? "" : " for the language '" + language + "'")
                + (why.isEmpty() ? "" : " (" + why + ")") + "; serving: "
                + (serving.isEmpty() ? "none" : String.join(", ", serving)));
        this.layer = layer;
    }

    /** The layer that was asked for. */
    public String layer() {
        return layer;
    }
}

package io.bouquet.tagging;

import java.util.Collection;

/** No tagger produces a layer that was asked for. */
public final class UnknownLayerException extends TaggingException {
    private static final long serialVersionUID = 1L;

    private final String layer;

    public UnknownLayerException(String layer, String language, Collection<String> serving) {
        super("no tagger produces the layer '" + layer + "'"
                + (language.isEmpty() ? "" : " for the language '" + language + "'") + "; serving: "
                + (serving.isEmpty() ? "none" : String.join(", ", serving)));
        this.layer = layer;
    }

    public String layer() {
        return layer;
    }
}

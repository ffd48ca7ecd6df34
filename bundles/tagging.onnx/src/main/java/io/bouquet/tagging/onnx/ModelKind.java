package io.bouquet.tagging.onnx;

import io.bouquet.tagging.Layers;
import java.util.List;
import java.util.Locale;

/** What a model does. */
enum ModelKind {
    /** Makes vectors of sentences and tokens. */
    EMBEDDINGS(Layers.SENTENCES, Layers.TOKENS),
    SENTIMENT(Layers.SENTENCES),
    CATEGORIES,
    ENTITIES(Layers.SENTENCES, Layers.TOKENS);

    private final List<String> requires;

    ModelKind(String... requires) {
        this.requires = List.of(requires);
    }

    List<String> requires() {
        return requires;
    }

    String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @param id one of the kinds' ids */
    static ModelKind of(String id) {
        return valueOf(id.toUpperCase(Locale.ROOT));
    }
}

package io.bouquet.tagging.console;

import io.bouquet.tagging.Layers;
import java.util.Comparator;
import java.util.List;

/** Orders layers for users: entities and sentiment first, then those of plugins, then the basic layers. */
final class LayerOrder {
    private static final List<String> FIRST = List.of(Layers.ENTITIES, Layers.SENTIMENT);
    private static final List<String> LAST =
            List.of(Layers.SENTENCES, Layers.TOKENS, Layers.POS, Layers.LEMMAS, Layers.LANGUAGE);

    static final Comparator<String> BY_USE =
            Comparator.comparingInt(LayerOrder::place).thenComparing(Comparator.naturalOrder());

    private LayerOrder() {}

    private static int place(String layer) {
        int first = FIRST.indexOf(layer);
        return first >= 0 ? first : FIRST.size() + 1 + LAST.indexOf(layer);
    }
}

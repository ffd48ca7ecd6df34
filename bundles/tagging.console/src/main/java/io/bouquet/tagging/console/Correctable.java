package io.bouquet.tagging.console;

import io.bouquet.tagging.Annotation;
import io.bouquet.tagging.Layers;
import io.bouquet.tagging.Span;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the form to correct a layer offers.
 *
 * @param layer   name of the layer
 * @param labels  labels to choose from, first that of the answer
 * @param spans   annotations whose labels can be changed; empty if the layer has one label for the whole text
 * @param ofSpans whether the layer marks spans
 */
record Correctable(String layer, List<String> labels, List<Marked> spans, boolean ofSpans) {
    private static final int MOST_SPANS = 200;
    private static final List<String> FEELINGS = List.of("positive", "neutral", "negative");
    private static final List<String> ENTITIES = List.of("person", "organization", "location");

    record Marked(int begin, int end, String text, String label) {}

    /** Returns null if the layer cannot be corrected here: it is no answer of a model that can be trained. */
    static @Nullable Correctable of(String layer, String text, List<Annotation> annotations) {
        Set<String> labels = new LinkedHashSet<>();
        if (layer.equals(Layers.ENTITIES)) {
            if (annotations.size() > MOST_SPANS) {
                return null;
            }
            annotations.forEach(one -> labels.add(one.label()));
            labels.addAll(ENTITIES);
            return new Correctable(
                    layer,
                    List.copyOf(labels),
                    annotations.stream()
                            .map(one -> new Marked(
                                    one.span().begin(), one.span().end(), LayerView.in(text, one.span()), one.label()))
                            .toList(),
                    true);
        }
        List<Annotation> whole = annotations.stream()
                .filter(one -> one.span().equals(Span.of(text)))
                .toList();
        // several labels are no choice of one; but a text of one sentence has its sentiment twice
        if (whole.isEmpty() || !whole.get(0).hasScore() || whole.size() > 1 && !layer.equals(Layers.SENTIMENT)) {
            return null;
        }
        labels.add(whole.get(0).label());
        if (layer.equals(Layers.SENTIMENT)) {
            labels.addAll(FEELINGS);
        }
        Probabilities.of(whole.get(0)).shares().forEach(share -> labels.add(share.label()));
        return new Correctable(layer, new ArrayList<>(labels), List.of(), false);
    }
}

package io.bouquet.tagging.heads;

import io.bouquet.tagging.AnnotatedText;
import io.bouquet.tagging.Annotation;
import io.bouquet.tagging.Layers;
import io.bouquet.tagging.Span;
import io.bouquet.tagging.Vector;
import io.bouquet.tagging.spi.Tagger;
import java.util.ArrayList;
import java.util.List;

/** Finds names, sentence by sentence. Tokens outside of sentences have no names. */
final class EntityTagger implements Tagger {
    private final SequenceHead head;
    private final String layer;

    EntityTagger(SequenceHead head, String layer) {
        this.head = head;
        this.layer = layer;
    }

    @Override
    public Layers tag(AnnotatedText text) {
        List<Annotation> found = new ArrayList<>();
        for (SentenceTokens sentence : SentenceTokens.of(text)) {
            List<Vector> states = new ArrayList<>();
            for (Annotation state : sentence.states()) {
                Vectors.require(head.encoder(), head.dimension(), state.label(), state.vector());
                states.add(state.vector());
            }
            List<String> words = sentence.tokens().stream().map(text::textOf).toList();
            for (SequenceHead.Found span : head.find(words, states)) {
                found.add(new Annotation(
                        new Span(
                                sentence.tokens().get(span.begin()).span().begin(),
                                sentence.tokens().get(span.end() - 1).span().end()),
                        span.label(),
                        span.score()));
            }
        }
        return Layers.of(layer, found);
    }
}

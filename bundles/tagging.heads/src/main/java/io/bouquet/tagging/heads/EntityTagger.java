package io.bouquet.tagging.heads;

import io.bouquet.tagging.AnnotatedText;
import io.bouquet.tagging.Annotation;
import io.bouquet.tagging.Layers;
import io.bouquet.tagging.Span;
import io.bouquet.tagging.Vector;
import io.bouquet.tagging.spi.Tagger;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Finds names, sentence by sentence. Tokens outside of sentences have no names. */
final class EntityTagger implements Tagger {
    private static final Set<String> TITLES =
            Set.of("mr.", "mr", "mrs.", "mrs", "ms.", "ms", "dr.", "dr", "prof.", "prof", "sir", "mx.");

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
                int begin = withoutTitle(words, span);
                found.add(new Annotation(
                        new Span(
                                sentence.tokens().get(begin).span().begin(),
                                sentence.tokens().get(span.end() - 1).span().end()),
                        span.label(),
                        span.score()));
            }
        }
        return Layers.of(layer, found);
    }

    /** Returns the first token of a name: a title before it is not part of it, as in CoNLL 2003. */
    private static int withoutTitle(List<String> words, SequenceHead.Found span) {
        int begin = span.begin();
        while (span.label().equals("person")
                && begin < span.end() - 1
                && TITLES.contains(words.get(begin).toLowerCase(Locale.ROOT))) {
            begin++;
        }
        return begin;
    }
}

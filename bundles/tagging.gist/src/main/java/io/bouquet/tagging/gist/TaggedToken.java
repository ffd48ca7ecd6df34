package io.bouquet.tagging.gist;

import io.bouquet.tagging.AnnotatedText;
import io.bouquet.tagging.Annotation;
import io.bouquet.tagging.Layers;
import io.bouquet.tagging.Span;
import java.util.ArrayList;
import java.util.List;

/**
 * A token with its part of speech.
 *
 * @param pos      Universal Dependencies tag; {@code X} if there is none
 * @param sentence index of its sentence
 */
record TaggedToken(Span span, String pos, int sentence) {
    /** Returns the tokens of a text in order. */
    static List<TaggedToken> of(AnnotatedText text) {
        List<Annotation> pos = text.layer(Layers.POS);
        List<Annotation> sentences = text.layer(Layers.SENTENCES);
        List<TaggedToken> tokens = new ArrayList<>();
        int tag = 0;
        int sentence = 0;
        for (Annotation token : text.layer(Layers.TOKENS)) {
            Span span = token.span();
            while (tag < pos.size() && pos.get(tag).span().begin() < span.begin()) {
                tag++;
            }
            while (sentence < sentences.size() && sentences.get(sentence).span().end() <= span.begin()) {
                sentence++;
            }
            boolean tagged = tag < pos.size() && pos.get(tag).span().equals(span);
            tokens.add(new TaggedToken(span, tagged ? pos.get(tag).label() : "X", sentence));
        }
        return tokens;
    }

    boolean isNoun() {
        return pos.equals("NOUN") || pos.equals("PROPN");
    }

    boolean is(String other) {
        return pos.equals(other);
    }
}

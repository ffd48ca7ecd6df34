package io.bouquet.tagging.heads;

import io.bouquet.tagging.AnnotatedText;
import io.bouquet.tagging.Annotation;
import io.bouquet.tagging.Layers;
import io.bouquet.tagging.Span;
import java.util.ArrayList;
import java.util.List;

/**
 * The tokens of a sentence with their states.
 *
 * @param tokens at least one
 * @param states as many
 */
record SentenceTokens(List<Annotation> tokens, List<Annotation> states) {
    /** Returns the sentences of a text that have tokens. */
    static List<SentenceTokens> of(AnnotatedText text) {
        List<Annotation> tokens = text.layer(Layers.TOKENS);
        List<Annotation> states = text.layer(Layers.STATES);
        if (tokens.size() != states.size()) {
            throw new IllegalStateException(
                    "the text has " + tokens.size() + " tokens, but states of " + states.size());
        }
        List<SentenceTokens> sentences = new ArrayList<>();
        int token = 0;
        for (Annotation sentence : text.layer(Layers.SENTENCES)) {
            Span span = sentence.span();
            while (token < tokens.size() && tokens.get(token).span().begin() < span.begin()) {
                token++;
            }
            int first = token;
            while (token < tokens.size() && tokens.get(token).span().end() <= span.end()) {
                token++;
            }
            if (token > first) {
                sentences.add(new SentenceTokens(tokens.subList(first, token), states.subList(first, token)));
            }
        }
        return sentences;
    }
}

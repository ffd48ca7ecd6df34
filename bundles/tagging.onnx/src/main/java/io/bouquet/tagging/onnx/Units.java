package io.bouquet.tagging.onnx;

import io.bouquet.tagging.AnnotatedText;
import io.bouquet.tagging.Annotation;
import io.bouquet.tagging.Layers;
import io.bouquet.tagging.Span;
import java.util.ArrayList;
import java.util.List;

/** Cuts texts into parts for a model. */
final class Units {
    /** Longest part in characters, so that the vectors of one part take a bounded part of the memory. */
    static final int LONGEST = 8_000;

    private Units() {}

    /**
     * A part of a text and the tokens in it.
     *
     * @param owner      index of the sentence or text that it is a part of
     * @param firstToken index of its first token in the layer
     * @param lastToken  index after its last token
     */
    record Unit(Span span, int owner, int firstToken, int lastToken) {
        int length() {
            return span.end() - span.begin();
        }
    }

    /**
     * Returns the sentences, in parts if they are long, cut between tokens. Tokens outside of sentences have parts of
     * their own, with the owner -1.
     */
    static List<Unit> sentences(AnnotatedText text) {
        List<Annotation> sentences = text.layer(Layers.SENTENCES);
        List<Annotation> tokens = text.layer(Layers.TOKENS);
        List<Unit> units = new ArrayList<>();
        int token = 0;
        for (int s = 0; s < sentences.size(); s++) {
            Span sentence = sentences.get(s).span();
            int before = token;
            while (token < tokens.size() && tokens.get(token).span().begin() < sentence.begin()) {
                token++;
            }
            addTokens(units, tokens, before, token);
            int first = token;
            while (token < tokens.size() && tokens.get(token).span().begin() < sentence.end()) {
                token++;
            }
            addParts(units, tokens, sentence, s, first, token);
        }
        addTokens(units, tokens, token, tokens.size());
        return units;
    }

    /** Returns the parts of a span without regard to tokens. */
    static List<Span> parts(String text, Span span) {
        List<Span> parts = new ArrayList<>(1);
        int begin = span.begin();
        while (span.end() - begin > LONGEST) {
            int end = begin + LONGEST;
            int space = text.lastIndexOf(' ', end);
            end = space > begin ? space : Character.isLowSurrogate(text.charAt(end)) ? end - 1 : end;
            parts.add(new Span(begin, end));
            begin = end;
        }
        parts.add(new Span(begin, span.end()));
        return parts;
    }

    private static void addParts(
            List<Unit> units, List<Annotation> tokens, Span sentence, int owner, int first, int last) {
        int begin = sentence.begin();
        int from = first;
        for (int t = first; t < last; t++) {
            Span token = tokens.get(t).span();
            if (t > from && token.end() - begin > LONGEST) {
                units.add(new Unit(new Span(begin, token.begin()), owner, from, t));
                begin = token.begin();
                from = t;
            }
        }
        units.add(new Unit(new Span(begin, sentence.end()), owner, from, last));
    }

    private static void addTokens(List<Unit> units, List<Annotation> tokens, int first, int last) {
        for (int t = first; t < last; t++) {
            units.add(new Unit(tokens.get(t).span(), -1, t, t + 1));
        }
    }
}

package io.bouquet.tagging.opennlp;

import io.bouquet.tagging.AnnotatedText;
import io.bouquet.tagging.Annotation;
import io.bouquet.tagging.Layers;
import java.util.ArrayList;
import java.util.List;

/**
 * Neighbouring tokens of one sentence that a sequence model processes together.
 *
 * @param first index of the first token in its layer
 * @param words texts of the tokens, each cut to {@link Texts#LONGEST_WORD}
 */
record TokenChunk(int first, String[] words) {
    /**
     * Largest number of tokens. OpenNLP copies its previous decisions at every step, so the time is quadratic in this
     * number.
     */
    private static final int MOST_TOKENS = 200;

    /** Returns all tokens of {@code text} in order. Tokens outside of sentences are separate chunks. */
    static List<TokenChunk> of(AnnotatedText text) {
        List<Annotation> tokens = text.layer(Layers.TOKENS);
        List<Annotation> sentences = text.layer(Layers.SENTENCES);
        List<TokenChunk> chunks = new ArrayList<>();
        List<String> words = new ArrayList<>();
        int sentence = 0;
        int first = 0;
        for (int i = 0; i < tokens.size(); i++) {
            int before = sentence;
            while (sentence < sentences.size()
                    && sentences.get(sentence).span().end()
                            <= tokens.get(i).span().begin()) {
                sentence++;
            }
            if (!words.isEmpty() && (sentence != before || words.size() == MOST_TOKENS)) {
                chunks.add(new TokenChunk(first, words.toArray(String[]::new)));
                words.clear();
            }
            if (words.isEmpty()) {
                first = i;
            }
            words.add(Texts.bounded(text.textOf(tokens.get(i))));
        }
        if (!words.isEmpty()) {
            chunks.add(new TokenChunk(first, words.toArray(String[]::new)));
        }
        return chunks;
    }
}

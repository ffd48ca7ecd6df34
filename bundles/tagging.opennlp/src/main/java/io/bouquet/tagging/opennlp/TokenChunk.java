package io.bouquet.tagging.opennlp;

import io.bouquet.tagging.AnnotatedText;
import io.bouquet.tagging.Annotation;
import io.bouquet.tagging.Layers;
import java.util.ArrayList;
import java.util.List;

/**
 * Neighbouring tokens of one sentence, as many as a sequence model sees at once.
 *
 * @param first index in the layer of tokens
 * @param words what the tokens cover, each cut to {@link Texts#LONGEST_WORD}
 */
record TokenChunk(int first, String[] words) {
    /** OpenNLP copies what it has decided so far at every step, so a sentence costs the square of its length. */
    private static final int MOST_TOKENS = 200;

    /** All tokens of {@code text} in their order; those outside of sentences are chunks of their own. */
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

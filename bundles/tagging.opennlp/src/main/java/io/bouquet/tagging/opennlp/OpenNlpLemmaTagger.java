package io.bouquet.tagging.opennlp;

import io.bouquet.tagging.AnnotatedText;
import io.bouquet.tagging.Annotation;
import io.bouquet.tagging.Layers;
import io.bouquet.tagging.Span;
import io.bouquet.tagging.spi.Tagger;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import opennlp.tools.lemmatizer.LemmatizerModel;

/** Adds the lemma of each token; the token itself if the model has no lemma. */
final class OpenNlpLemmaTagger implements Tagger {
    /** Results that mean that the model has no lemma. */
    private static final Set<String> NO_ANSWER = Set.of("O", "_", "");

    private static final String UNKNOWN_POS = "X";

    private final String layer;
    private final boolean nounsAreCapital;
    private final Pool<LemmaDecoder> lemmatizers;

    OpenNlpLemmaTagger(LemmatizerModel model, String layer, List<String> languages) {
        this.layer = layer;
        this.nounsAreCapital = languages.equals(List.of("de"));
        this.lemmatizers = new Pool<>(() -> new LemmaDecoder(model));
    }

    @Override
    public Layers tag(AnnotatedText text) {
        List<Annotation> tokens = text.layer(Layers.TOKENS);
        String[] tags = tags(tokens, text.layer(Layers.POS));
        return Layers.of(layer, lemmatizers.with(lemmatizer -> {
            List<Annotation> lemmas = new ArrayList<>(tokens.size());
            for (TokenChunk chunk : TokenChunk.of(text)) {
                Deadline.check();
                String[] words = chunk.words();
                String[] chunkTags = new String[words.length];
                System.arraycopy(tags, chunk.first(), chunkTags, 0, words.length);
                String[] found = lemmatizer.lemmatize(words, chunkTags);
                for (int i = 0; i < words.length; i++) {
                    Span span = tokens.get(chunk.first() + i).span();
                    lemmas.add(new Annotation(span, lemma(span.in(text.text()), chunkTags[i], found[i])));
                }
            }
            return lemmas;
        }));
    }

    /** Returns the part of speech of each token. Tokens and tags may come from different taggers. */
    private static String[] tags(List<Annotation> tokens, List<Annotation> pos) {
        String[] tags = new String[tokens.size()];
        int next = 0;
        for (int i = 0; i < tags.length; i++) {
            Span span = tokens.get(i).span();
            while (next < pos.size() && pos.get(next).span().begin() < span.begin()) {
                next++;
            }
            boolean same = next < pos.size() && pos.get(next).span().equals(span);
            tags[i] = same ? pos.get(next).label() : UNKNOWN_POS;
        }
        return tags;
    }

    /** Restores the capital of names and German nouns, because the model returns lower case. */
    private String lemma(String token, String tag, String found) {
        if (token.length() > Texts.LONGEST_WORD || NO_ANSWER.contains(found)) {
            return token;
        }
        boolean name = tag.equals("PROPN");
        if (name && found.equalsIgnoreCase(token)) {
            return token;
        }
        boolean capital = name || nounsAreCapital && tag.equals("NOUN");
        return capital && Character.isUpperCase(token.codePointAt(0)) ? capitalised(found) : found;
    }

    private static String capitalised(String word) {
        int first = word.codePointAt(0);
        return Character.toString(Character.toTitleCase(first)) + word.substring(Character.charCount(first));
    }
}

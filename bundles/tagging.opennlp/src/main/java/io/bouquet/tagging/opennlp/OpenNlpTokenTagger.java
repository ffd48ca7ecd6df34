package io.bouquet.tagging.opennlp;

import io.bouquet.tagging.AnnotatedText;
import io.bouquet.tagging.Layers;
import io.bouquet.tagging.Span;
import io.bouquet.tagging.spi.Tagger;
import java.util.List;
import java.util.stream.Stream;
import opennlp.tools.tokenize.TokenizerME;
import opennlp.tools.tokenize.TokenizerModel;

/** Splits sentences into words and punctuation marks by a model, after the rules of {@link TokenSplitter}. */
final class OpenNlpTokenTagger implements Tagger {
    private final String layer;
    private final TokenSplitter splitter;
    private final Pool<TokenizerME> tokenizers;

    OpenNlpTokenTagger(TokenizerModel model, String layer) {
        this.layer = layer;
        this.splitter = new TokenSplitter(SentenceRules.of(model.getLanguage()), "en".equals(model.getLanguage()));
        this.tokenizers = new Pool<>(() -> new TokenizerME(model));
    }

    @Override
    public Layers tag(AnnotatedText text) {
        return Layers.of(layer, tokenizers.with(tokenizer -> splitter.split(text, piece -> tokens(tokenizer, piece))));
    }

    private static List<Span> tokens(TokenizerME tokenizer, String piece) {
        return Stream.of(tokenizer.tokenizePos(piece))
                .map(found -> new Span(found.getStart(), found.getEnd()))
                .toList();
    }
}

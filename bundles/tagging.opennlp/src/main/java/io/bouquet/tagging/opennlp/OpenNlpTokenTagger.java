package io.bouquet.tagging.opennlp;

import io.bouquet.tagging.AnnotatedText;
import io.bouquet.tagging.Annotation;
import io.bouquet.tagging.Layers;
import io.bouquet.tagging.Span;
import io.bouquet.tagging.spi.Tagger;
import java.util.ArrayList;
import java.util.List;
import opennlp.tools.tokenize.TokenizerME;
import opennlp.tools.tokenize.TokenizerModel;

/**
 * Splits sentences into words and punctuation marks. Words longer than {@link Texts#LONGEST_WORD} are first split
 * between letters and other characters. Parts that are still too long stay whole.
 */
final class OpenNlpTokenTagger implements Tagger {
    private static final String LABEL = "token";
    /** Sentences up to this length go to the model in one piece. */
    private static final int SHORT = 2_000;

    private final String layer;
    private final Pool<TokenizerME> tokenizers;

    OpenNlpTokenTagger(TokenizerModel model, String layer) {
        this.layer = layer;
        this.tokenizers = new Pool<>(() -> new TokenizerME(model));
    }

    @Override
    public Layers tag(AnnotatedText text) {
        return Layers.of(layer, tokenizers.with(tokenizer -> {
            List<Annotation> tokens = new ArrayList<>();
            for (Annotation sentence : text.layer(Layers.SENTENCES)) {
                Deadline.check();
                addTokens(tokenizer, text.text(), sentence.span(), tokens);
            }
            return tokens;
        }));
    }

    private static void addTokens(TokenizerME tokenizer, String text, Span sentence, List<Annotation> tokens) {
        if (sentence.length() <= SHORT && !hasLongWord(text, sentence)) {
            addPiece(tokenizer, text, sentence, tokens);
            return;
        }
        // word by word: the model treats each word separately anyway
        int at = sentence.begin();
        while (at < sentence.end()) {
            int begin = Texts.skipSpace(text, at, sentence.end());
            int end = Texts.skipWord(text, begin, sentence.end());
            if (end - begin > Texts.LONGEST_WORD) {
                for (Span stretch : Texts.stretches(text, begin, end)) {
                    addPiece(tokenizer, text, stretch, tokens);
                }
            } else {
                addPiece(tokenizer, text, new Span(begin, end), tokens);
            }
            at = end;
            Deadline.check();
        }
    }

    private static boolean hasLongWord(String text, Span sentence) {
        int word = 0;
        for (int i = sentence.begin(); i < sentence.end(); i++) {
            word = Texts.isSpace(text.charAt(i)) ? 0 : word + 1;
            if (word > Texts.LONGEST_WORD) {
                return true;
            }
        }
        return false;
    }

    private static void addPiece(TokenizerME tokenizer, String text, Span piece, List<Annotation> tokens) {
        if (piece.length() == 0) {
            return;
        }
        if (piece.length() == 1 || piece.length() > Texts.LONGEST_WORD && !hasSpace(text, piece)) {
            tokens.add(new Annotation(piece, LABEL));
            return;
        }
        int last = piece.begin();
        for (opennlp.tools.util.Span found : tokenizer.tokenizePos(piece.in(text))) {
            // the model may split anywhere, abbreviations overlap what follows them, and pairs stay together
            int begin = Math.max(last, after(text, piece.begin() + found.getStart()));
            int end = after(text, piece.begin() + found.getEnd());
            if (begin < end) {
                tokens.add(new Annotation(new Span(begin, end), LABEL));
                last = end;
            }
        }
    }

    /** Returns {@code offset}, or the next offset if it would split a surrogate pair. */
    private static int after(String text, int offset) {
        return Texts.whole(text, offset) == offset ? offset : offset + 1;
    }

    private static boolean hasSpace(String text, Span piece) {
        return Texts.skipWord(text, piece.begin(), piece.end()) < piece.end();
    }
}

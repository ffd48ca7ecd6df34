package io.bouquet.tagging.gist;

import io.bouquet.tagging.AnnotatedText;
import io.bouquet.tagging.Annotation;
import io.bouquet.tagging.Layers;
import io.bouquet.tagging.Span;
import io.bouquet.tagging.spi.Tagger;
import io.bouquet.tagging.spi.TaggerService;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.osgi.service.component.annotations.Component;

/**
 * Finds noun chunks: an article, numbers and adjectives, and the nouns that they belong to. The attribute {@code head} is
 * the last noun.
 */
@Component
@TaggerService(
        name = "chunks",
        requires = {Layers.SENTENCES, Layers.TOKENS, Layers.POS},
        produces = Layers.CHUNKS,
        languages = {"en", "de"},
        onRequest = true)
public final class ChunkTagger implements Tagger {
    static final String LABEL = "noun";
    static final String HEAD = "head";

    @Override
    public Layers tag(AnnotatedText text) {
        List<TaggedToken> tokens = TaggedToken.of(text);
        List<Annotation> chunks = new ArrayList<>();
        int at = 0;
        while (at < tokens.size()) {
            Words.checkDeadline();
            int end = end(text.text(), tokens, at);
            if (end > at) {
                Span last = tokens.get(end - 1).span();
                Span chunk = new Span(tokens.get(at).span().begin(), last.end());
                chunks.add(new Annotation(chunk, LABEL, Double.NaN, Map.of(HEAD, last.in(text.text()))));
                at = end;
            } else {
                at++;
            }
        }
        return Layers.of(Layers.CHUNKS, chunks);
    }

    /** Returns the index after the chunk that begins with a token; the same index if none does. */
    private static int end(String text, List<TaggedToken> tokens, int begin) {
        int sentence = tokens.get(begin).sentence();
        int end = begin;
        int at = begin;
        boolean nouns = false;
        while (at < tokens.size() && tokens.get(at).sentence() == sentence) {
            TaggedToken token = tokens.get(at);
            if (token.isNoun()) {
                nouns = true;
                end = at + 1;
            } else if (nouns) {
                if (!isGenitive(text, tokens, at)) {
                    break;
                }
                nouns = false; // adjectives may follow
            } else if (!isBeforeNoun(text, tokens, at, begin)) {
                break;
            }
            at++;
        }
        return end;
    }

    private static boolean isBeforeNoun(String text, List<TaggedToken> tokens, int at, int begin) {
        TaggedToken token = tokens.get(at);
        boolean modifies = token.is("ADJ") || token.is("NUM");
        boolean opens = at == begin
                && (token.is("DET")
                        || token.is("PRON") && isPossessive(token.span().in(text)));
        boolean degree =
                token.is("ADV") && at + 1 < tokens.size() && tokens.get(at + 1).is("ADJ") && at > begin;
        return modifies || opens || degree;
    }

    /** Whether {@code 's} is between two nouns. */
    private static boolean isGenitive(String text, List<TaggedToken> tokens, int at) {
        return tokens.get(at).is("PART")
                && tokens.get(at).span().in(text).matches("['’]s?")
                && at + 1 < tokens.size()
                && (tokens.get(at + 1).isNoun() || tokens.get(at + 1).is("ADJ"));
    }

    private static boolean isPossessive(String word) {
        return word.matches("(?i)my|your|his|her|its|our|their|(?:mein|dein|sein|ihr|unser|euer|eur)(?:e[mnrs]?)?");
    }
}

package io.bouquet.tagging.heads;

import io.bouquet.tagging.AnnotatedText;
import io.bouquet.tagging.Annotation;
import io.bouquet.tagging.Layers;
import io.bouquet.tagging.Span;
import io.bouquet.tagging.spi.Tagger;
import io.bouquet.tagging.spi.TaggerService;
import java.util.List;
import org.osgi.service.component.annotations.Component;

/** Tells the sentiment of texts without a language, such as {@code 👍}, by their emoji and emoticons. */
@Component
@TaggerService(name = "sentiment-emoji", produces = Layers.SENTIMENT, languages = "und")
public final class EmojiTagger implements Tagger {
    @Override
    public Layers tag(AnnotatedText text) {
        OpinionWords.Emoji emoji = OpinionWords.emoji(text.text());
        int all = emoji.good() + emoji.bad();
        if (all == 0) {
            return Layers.of(Layers.SENTIMENT, List.of());
        }
        String label = emoji.good() > emoji.bad() ? "positive" : emoji.good() < emoji.bad() ? "negative" : "neutral";
        // the rule of succession: one emoji of one is 2 of 3
        double score = (Math.max(emoji.good(), emoji.bad()) + 1.0) / (all + 2.0);
        return Layers.of(Layers.SENTIMENT, List.of(new Annotation(Span.of(text.text()), label, score)));
    }
}

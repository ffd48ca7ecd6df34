package io.bouquet.tagging.gist;

import io.bouquet.tagging.AnnotatedText;
import io.bouquet.tagging.Annotation;
import io.bouquet.tagging.Layers;
import io.bouquet.tagging.spi.Tagger;
import io.bouquet.tagging.spi.TaggerService;
import org.osgi.service.component.annotations.Component;

/**
 * Finds the phrases that say what a text is about. The label is the phrase, the score its weight beside the best one, and
 * the attribute {@code count} the number of mentions.
 */
@Component
@TaggerService(
        name = "keyphrases",
        requires = {Layers.SENTENCES, Layers.TOKENS, Layers.POS},
        produces = Layers.KEYPHRASES,
        languages = {"en", "de"},
        onRequest = true)
public final class KeyphraseTagger implements Tagger {
    @Override
    public Layers tag(AnnotatedText text) {
        return Layers.of(
                Layers.KEYPHRASES,
                Keyphrases.of(text).stream()
                        .map(phrase ->
                                new Annotation(phrase.first(), phrase.label(), phrase.score(), phrase.attributes()))
                        .toList());
    }
}

package io.bouquet.testkit;

import io.bouquet.tagging.AnnotatedText;
import io.bouquet.tagging.Annotation;
import io.bouquet.tagging.Layers;
import io.bouquet.tagging.Span;
import io.bouquet.tagging.spi.Tagger;
import io.bouquet.tagging.spi.TaggerService;
import java.util.regex.Pattern;
import org.osgi.service.component.annotations.Component;

/** Takes what is between spaces for tokens. */
@Component
@TaggerService(name = "spaces", produces = Layers.TOKENS, languages = "en")
final class SpaceTagger implements Tagger {
    private static final Pattern WORD = Pattern.compile("\\w+");

    @Override
    public Layers tag(AnnotatedText text) {
        return Layers.of(
                Layers.TOKENS,
                WORD.matcher(text.text())
                        .results()
                        .map(word -> new Annotation(new Span(word.start(), word.end()), ""))
                        .toList());
    }
}

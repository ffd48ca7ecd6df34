package io.bouquet.testkit;

import io.bouquet.tagging.AnnotatedText;
import io.bouquet.tagging.Annotation;
import io.bouquet.tagging.Layers;
import io.bouquet.tagging.spi.Tagger;
import io.bouquet.tagging.spi.TaggerService;
import org.osgi.annotation.bundle.Header;
import org.osgi.service.component.annotations.Component;

/** Finds words in capitals. */
@Component
@TaggerService(name = "shout", requires = Layers.TOKENS, produces = "shouts", languages = "en")
@Header(name = "Bouquet-Samples", value = "shouts.json;tagger=shout;threshold=0.9")
public final class ShoutTagger implements Tagger {
    @Override
    public Layers tag(AnnotatedText text) {
        return Layers.of(
                "shouts",
                text.layer(Layers.TOKENS).stream()
                        .filter(token -> text.textOf(token).matches("\\p{Lu}{2,}"))
                        .map(token -> new Annotation(token.span(), "capitals"))
                        .toList());
    }
}

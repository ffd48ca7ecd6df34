package com.example.feedback;

import io.bouquet.tagging.AnnotatedText;
import io.bouquet.tagging.Annotation;
import io.bouquet.tagging.Layers;
import io.bouquet.tagging.Span;
import io.bouquet.tagging.spi.Tagger;
import io.bouquet.tagging.spi.TaggerService;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.osgi.service.component.annotations.Component;

/** Finds words of three and more capital letters. */
@Component
@TaggerService(name = "shouts", produces = "shouts")
public final class ShoutTagger implements Tagger {
    private static final Pattern SHOUT = Pattern.compile("\\b\\p{Lu}{3,}\\b");

    @Override
    public Layers tag(AnnotatedText text) {
        List<Annotation> found = SHOUT.matcher(text.text())
                .results()
                .map(shout -> new Annotation(new Span(shout.start(), shout.end()), "shout", 1, Map.of()))
                .toList();
        return Layers.of("shouts", found);
    }
}

package io.bouquet.tagging.rules.internal;

import io.bouquet.tagging.AnnotatedText;
import io.bouquet.tagging.Layers;
import io.bouquet.tagging.spi.Tagger;
import io.bouquet.tagging.spi.TaggerService;
import org.osgi.framework.Constants;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Tags texts by vocabularies, names and key phrases. */
@Component(property = Constants.SERVICE_RANKING + ":Integer=2")
@TaggerService(
        name = "tags",
        requires = {Layers.KEYPHRASES, Layers.ENTITIES},
        produces = Layers.TAGS,
        onRequest = true)
public final class TagTagger implements Tagger {
    private final Vocabularies vocabularies;

    @Activate
    public TagTagger(@Reference Vocabularies vocabularies) {
        this.vocabularies = vocabularies;
    }

    @Override
    public Layers tag(AnnotatedText text) {
        return Tags.of(text, vocabularies.words());
    }
}

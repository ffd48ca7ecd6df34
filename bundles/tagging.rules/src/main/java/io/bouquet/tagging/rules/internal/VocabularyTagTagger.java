package io.bouquet.tagging.rules.internal;

import io.bouquet.tagging.AnnotatedText;
import io.bouquet.tagging.Layers;
import io.bouquet.tagging.spi.Tagger;
import io.bouquet.tagging.spi.TaggerService;
import org.osgi.framework.Constants;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Tags texts by vocabularies, in all other languages. */
@Component(property = Constants.SERVICE_RANKING + ":Integer=0")
@TaggerService(name = "tags-vocabularies", produces = Layers.TAGS, onRequest = true)
public final class VocabularyTagTagger implements Tagger {
    private final Vocabularies vocabularies;

    @Activate
    public VocabularyTagTagger(@Reference Vocabularies vocabularies) {
        this.vocabularies = vocabularies;
    }

    @Override
    public Layers tag(AnnotatedText text) {
        return Tags.of(text, vocabularies.words());
    }
}

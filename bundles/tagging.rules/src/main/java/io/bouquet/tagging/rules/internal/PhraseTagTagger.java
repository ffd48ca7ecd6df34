package io.bouquet.tagging.rules.internal;

import io.bouquet.tagging.AnnotatedText;
import io.bouquet.tagging.Layers;
import io.bouquet.tagging.spi.Tagger;
import io.bouquet.tagging.spi.TaggerService;
import org.osgi.framework.Constants;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Tags texts by vocabularies and key phrases, in languages without entities. */
@Component(property = Constants.SERVICE_RANKING + ":Integer=1")
@TaggerService(name = "tags-keyphrases", requires = Layers.KEYPHRASES, produces = Layers.TAGS, onRequest = true)
public final class PhraseTagTagger implements Tagger {
    private final Vocabularies vocabularies;

    @Activate
    public PhraseTagTagger(@Reference Vocabularies vocabularies) {
        this.vocabularies = vocabularies;
    }

    @Override
    public Layers tag(AnnotatedText text) {
        return Tags.of(text, vocabularies.words());
    }
}

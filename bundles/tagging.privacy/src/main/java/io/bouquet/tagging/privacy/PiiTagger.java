package io.bouquet.tagging.privacy;

import io.bouquet.tagging.AnnotatedText;
import io.bouquet.tagging.Layers;
import io.bouquet.tagging.spi.Tagger;
import io.bouquet.tagging.spi.TaggerService;
import org.osgi.framework.Constants;
import org.osgi.service.component.annotations.Component;

/** Finds personal data in languages with entities: persons, and the values that identify a person. */
@Component(property = Constants.SERVICE_RANKING + ":Integer=1")
@TaggerService(
        name = "pii",
        requires = {Layers.VALUES, Layers.ENTITIES},
        produces = Layers.PII,
        onRequest = true)
public final class PiiTagger implements Tagger {
    @Override
    public Layers tag(AnnotatedText text) {
        return PersonalData.of(text);
    }
}

package io.bouquet.tagging.privacy;

import io.bouquet.tagging.AnnotatedText;
import io.bouquet.tagging.Layers;
import io.bouquet.tagging.spi.Tagger;
import io.bouquet.tagging.spi.TaggerService;
import org.osgi.service.component.annotations.Component;

/** Finds personal data without persons, for languages without entities. */
@Component
@TaggerService(name = "pii-values", requires = Layers.VALUES, produces = Layers.PII, onRequest = true)
public final class PiiValuesTagger implements Tagger {
    @Override
    public Layers tag(AnnotatedText text) {
        return PersonalData.of(text);
    }
}

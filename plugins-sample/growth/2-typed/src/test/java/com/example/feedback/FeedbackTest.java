package com.example.feedback;

import static org.assertj.core.api.Assertions.assertThat;

import io.bouquet.tagging.AnnotatedText;
import io.bouquet.tagging.Annotation;
import io.bouquet.tagging.Layers;
import io.bouquet.tagging.Span;
import io.bouquet.tagging.spi.Tagger;
import io.bouquet.tagging.spi.TaggerService;
import io.bouquet.testkit.Client;
import io.bouquet.testkit.Services;
import io.bouquet.testkit.Taggers;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class FeedbackTest {
    /** Stands in for the platform's model. */
    @TaggerService(name = "cheerful", produces = Layers.SENTIMENT, languages = "en")
    private static final class Cheerful implements Tagger {
        @Override
        public Layers tag(AnnotatedText text) {
            Span all = new Span(0, text.text().length());
            return Layers.of(Layers.SENTIMENT, List.of(new Annotation(all, "positive", 1, Map.of())));
        }
    }

    @RegisterExtension
    static final Taggers TAGGERS = Taggers.of(new ShoutTagger(), new Cheerful());

    @RegisterExtension
    static final Services SERVICES = Services.of(Feedback.class, TAGGERS);

    @Test
    void readsAnOpinion(Client client) {
        assertThat(client.post("/feedback", new Opinion("I LOVE it", 5)).as(Impression.class))
                .isEqualTo(new Impression("positive", List.of("LOVE")));
    }

    @Test
    void tellsAllThatIsWrong(Client client) {
        assertThat(client.post("/feedback", Map.of("text", " ", "stars", 6)).errors())
                .hasSize(2);
    }
}

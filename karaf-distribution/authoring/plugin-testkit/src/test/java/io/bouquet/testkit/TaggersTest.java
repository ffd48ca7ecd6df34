package io.bouquet.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bouquet.tagging.AnnotatedText;
import io.bouquet.tagging.Layers;
import io.bouquet.tagging.TaggerInfo;
import io.bouquet.tagging.spi.Tagger;
import io.bouquet.tagging.spi.TaggerService;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.osgi.annotation.bundle.Header;
import org.osgi.service.component.annotations.Component;

class TaggersTest {
    @RegisterExtension
    static final Taggers TAGGERS = Taggers.of(new ShoutTagger()).withDefaultModels("en", "tokens", "sentences");

    @Test
    void annotatesWithTheTaggersAndTheModelsThatTheyNeed() {
        AnnotatedText text = TAGGERS.annotate("I said NEVER, and I meant it.", "shouts");
        assertThat(text.layer("shouts")).hasSize(1);
        assertThat(text.textOf(text.layer("shouts").get(0))).isEqualTo("NEVER");
        GoldenFiles.check(
                "src/test/golden/shouts.txt",
                TAGGERS.annotate("I said NEVER, and I meant it.", "shouts", Layers.TOKENS),
                TAGGERS.annotate("Nothing is loud here.", "shouts"));
    }

    @Test
    void checksTheGoldSamplesOfTheTagger() {
        Optional<TaggerInfo.Check> check = TAGGERS.broker().taggers().stream()
                .filter(one -> one.name().equals("shout"))
                .findFirst()
                .flatMap(TaggerInfo::check);
        assertThat(check).contains(new TaggerInfo.Check(2, 1, 0.9));
    }

    @Component
    @TaggerService(name = "failing", produces = "mistakes", languages = "en")
    @Header(name = "Bouquet-Samples", value = "shouts.json")
    static final class WithSamplesOfAnother implements Tagger {
        @Override
        public Layers tag(AnnotatedText text) {
            return Layers.of("mistakes", java.util.List.of());
        }
    }

    @Component
    @TaggerService(name = "throwing", produces = "never", languages = "en")
    static final class Throwing implements Tagger {
        @Override
        public Layers tag(AnnotatedText text) {
            throw new IllegalStateException("the index is empty");
        }
    }

    @Test
    void saysWhyATaggerWouldNotServe() {
        assertThatThrownBy(() -> Taggers.of(new ShoutTagger()).broker())
                .hasMessageContaining("shout is WAITING")
                .hasMessageContaining("tokens")
                .hasMessageContaining("withDefaultModels");
        assertThatThrownBy(() -> Taggers.of(new WithSamplesOfAnother()).broker())
                .hasMessageContaining("failing is FAILED")
                .hasMessageContaining("shouts");
        assertThatThrownBy(() ->
                        Taggers.of(new SpaceTagger()).withDefaultModels("sv").broker())
                .hasMessageContaining("'sv'")
                .hasMessageContaining("class path");
        assertThatThrownBy(() -> Taggers.of(text -> Layers.none())).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void reportsALayerThatCouldNotBeMade() {
        try (Taggers taggers = Taggers.of(new Throwing()).inLanguage("en")) {
            assertThatThrownBy(() -> taggers.annotate("any", "never"))
                    .isInstanceOf(AssertionError.class)
                    .hasMessageContaining("never of throwing");
        }
    }

    @Test
    void chainsTaggers() {
        try (Taggers taggers = Taggers.of(new SpaceTagger(), new ShoutTagger()).inLanguage("en")) {
            assertThat(taggers.annotate("a BIG one", "shouts").layer("shouts")).hasSize(1);
        }
    }
}

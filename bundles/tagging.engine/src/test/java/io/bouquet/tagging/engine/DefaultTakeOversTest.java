package io.bouquet.tagging.engine;

import static io.bouquet.tagging.engine.TaggerFixture.tagger;
import static org.assertj.core.api.Assertions.assertThat;

import io.bouquet.tagging.AnnotationRequest;
import io.bouquet.tagging.LayerOwner;
import io.bouquet.tagging.TaggerInfo;
import io.bouquet.tagging.TaggerInfo.State;
import java.lang.annotation.Annotation;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DefaultTakeOversTest {
    private static final String PLATFORM = "io.bouquet.tagging.models.entities-en";

    private final ConfigurationsInMemory configurations = new ConfigurationsInMemory();
    private DefaultBroker broker = broker();
    private DefaultTakeOvers takeOvers = takeOvers();

    private final TaggerFixture platforms =
            tagger("entities-en").produces("entities").bundle(PLATFORM);
    private final TaggerFixture acme =
            tagger("acme-ent").produces("entities").bundle("com.acme.ent").version("9.0.0");
    private final TaggerFixture other =
            tagger("a-ent").produces("entities").bundle("com.other").version("10.0.0");

    private static DefaultBroker broker() {
        return new DefaultBroker(new EngineLimits(1, 8, Duration.ofSeconds(60), 1, 10_000));
    }

    private DefaultTakeOvers takeOvers() {
        return new DefaultTakeOvers(config(), broker, configurations);
    }

    @AfterEach
    void close() {
        broker.deactivate();
    }

    @Test
    void aNewcomerOfAnotherNameTakesNoLayerOfThePlatform() {
        broker.registry().install(platforms.installed());
        broker.registry().install(acme.ranking(100).installed());
        assertThat(answers()).isEqualTo("entities-en");
        assertThat(info("entities-en").state()).isEqualTo(State.SERVING);
        assertThat(info("acme-ent")).satisfies(it -> {
            assertThat(it.state()).isEqualTo(State.STANDING_BY);
            assertThat(it.share()).isZero();
            assertThat(it.reason()).isEqualTo("'entities-en' answers entities (en)");
        });
    }

    @Test
    void theOneThatWasThereFirstKeepsItsLayer() {
        broker.registry().install(acme.installed());
        broker.registry().install(other.installed());
        assertThat(answers()).isEqualTo("acme-ent");
    }

    @Test
    void aTaggerOfThePlatformComesBeforePluginsThatWereThereFirst() {
        broker.registry().install(acme.installed());
        broker.registry().install(platforms.installed());
        assertThat(answers()).isEqualTo("entities-en");
    }

    @Test
    void namingTheLanguageIsNoTakeOver() {
        broker.registry().install(acme.anyLanguage().installed());
        broker.registry().install(tagger("tokens").installed());
        broker.registry().install(other.installed());
        assertThat(answers()).isEqualTo("acme-ent");
    }

    @Test
    void saysWhichLayersOfATaggerAnotherAnswers() {
        broker.registry().install(platforms.installed());
        broker.registry().install(acme.produces("entities", "mood").installed());
        assertThat(info("acme-ent").state()).isEqualTo(State.SERVING);
        assertThat(info("acme-ent").reason()).isEqualTo("'entities-en' answers entities (en)");
    }

    @Test
    void tellsBeforeATaggerComesWhoseLayersItWouldProduceToo() {
        broker.registry().install(platforms.installed());
        LayerOwner owner = new LayerOwner("entities", "en", "entities-en", PLATFORM);
        assertThat(takeOvers.owners(List.of("entities", "mood"), List.of("en", "de")))
                .containsExactly(owner);
        assertThat(takeOvers.owners(List.of("entities"), List.of())).containsExactly(owner);
        assertThat(takeOvers.owners(List.of("entities"), List.of("de"))).isEmpty();
    }

    @Test
    void whoMayTakeOverAnswersAtOnceAndUntilThatIsEnded() {
        broker.registry().install(platforms.installed());
        takeOvers.allow(List.of("acme-ent"));
        broker.registry().install(acme.installed());
        assertThat(answers()).isEqualTo("acme-ent");
        assertThat(info("entities-en").state()).isEqualTo(State.STANDING_BY);
        takeOvers.end(List.of("acme-ent"));
        assertThat(answers()).isEqualTo("entities-en");
    }

    @Test
    void theOneThatWasAllowedLastComesFirst() {
        broker.registry().install(platforms.installed());
        broker.registry().install(acme.installed());
        broker.registry().install(other.installed());
        takeOvers.allow(List.of("acme-ent"));
        takeOvers.allow(List.of("a-ent"));
        assertThat(answers()).isEqualTo("a-ent");
        takeOvers.allow(List.of("acme-ent"));
        assertThat(answers()).isEqualTo("acme-ent");
        assertThat(takeOvers.allowed()).containsExactly("acme-ent", "a-ent");
    }

    @Test
    void theOrderIsTheSameAfterARestartInWhichTheBundlesComeInAnother() {
        broker.registry().install(acme.installed());
        broker.registry().install(other.installed());
        broker.registry()
                .install(
                        tagger("third").produces("entities").bundle("com.third").installed());
        restart();
        broker.registry().install(other.installed());
        broker.registry().install(acme.installed());
        assertThat(answers()).isEqualTo("acme-ent");
        takeOvers.allow(List.of("third"));
        restart();
        broker.registry().install(other.installed());
        broker.registry()
                .install(
                        tagger("third").produces("entities").bundle("com.third").installed());
        assertThat(answers()).isEqualTo("third");
    }

    @Test
    void knowsTheOrderThoughTheBundlesCameBeforeItWasRead() {
        broker.registry().install(acme.installed());
        broker.registry().install(other.installed());
        broker.deactivate();
        broker = broker();
        broker.registry().install(other.installed());
        broker.registry().install(acme.installed());
        takeOvers = takeOvers();
        assertThat(answers()).isEqualTo("acme-ent");
    }

    @Test
    void aBundleThatIsUninstalledLosesItsPlace() {
        InstalledTagger first = acme.installed();
        broker.registry().install(first);
        broker.registry().install(other.installed());
        takeOvers.allow(List.of("acme-ent"));
        broker.registry().remove(first.serviceId());
        broker.registry().left("com.acme.ent");
        broker.registry().install(acme.installed());
        assertThat(answers()).isEqualTo("a-ent");
        assertThat(takeOvers.allowed()).isEmpty();
    }

    @Test
    void aTaggerThatIsBeingReplacedKeepsItsLayer() {
        InstalledTagger first = acme.installed();
        broker.registry().install(first);
        broker.registry().install(other.installed());
        broker.registry().remove(first.serviceId(), Duration.ofMinutes(1));
        assertThat(takeOvers.owners(List.of("entities"), List.of("en")))
                .extracting(LayerOwner::tagger)
                .containsExactly("acme-ent");
        broker.registry().install(acme.version("9.1.0").installed());
        assertThat(answers()).isEqualTo("acme-ent");
    }

    @Test
    void takesWhatAnOperatorWroteByHand() {
        broker.registry().install(platforms.installed());
        broker.registry().install(acme.installed());
        takeOvers.modified(config(List.of("x, acme-ent"), List.of(), Long.MAX_VALUE));
        assertThat(answers()).isEqualTo("acme-ent");
        assertThat(takeOvers.allowed()).containsExactly("x", "acme-ent");
    }

    @Test
    void isNotLedAstrayByWhatConfigAdminTellsLate() {
        broker.registry().install(platforms.installed());
        broker.registry().install(acme.installed());
        DefaultTakeOvers.Config late = config();
        takeOvers.allow(List.of("acme-ent"));
        takeOvers.modified(late);
        assertThat(answers()).isEqualTo("acme-ent");
    }

    private void restart() {
        broker.deactivate();
        broker = broker();
        takeOvers = takeOvers();
    }

    private String answers() {
        return broker.annotate(new AnnotationRequest("Ada", List.of("entities"), "en", ""))
                .taggers()
                .firstKey();
    }

    private TaggerInfo info(String name) {
        return broker.taggers().stream()
                .filter(tagger -> tagger.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    /** What is kept. */
    private DefaultTakeOvers.Config config() {
        Map<String, Object> kept = configurations.properties(DefaultTakeOvers.PID);
        return config(
                List.of((String[]) kept.getOrDefault("takeovers", new String[0])),
                List.of((String[]) kept.getOrDefault("bundles", new String[0])),
                (Long) kept.getOrDefault("revision", Long.MAX_VALUE));
    }

    private static DefaultTakeOvers.Config config(List<String> takeOvers, List<String> bundles, long revision) {
        return new DefaultTakeOvers.Config() {
            @Override
            public String[] takeovers() {
                return takeOvers.toArray(String[]::new);
            }

            @Override
            public String[] bundles() {
                return bundles.toArray(String[]::new);
            }

            @Override
            public long revision() {
                return revision;
            }

            @Override
            public Class<? extends Annotation> annotationType() {
                return DefaultTakeOvers.Config.class;
            }
        };
    }
}

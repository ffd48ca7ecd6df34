package io.bouquet.tagging.engine;

import static io.bouquet.tagging.engine.TaggerFixture.tagger;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.bouquet.tagging.Annotation;
import io.bouquet.tagging.Layers;
import io.bouquet.tagging.Pipeline;
import io.bouquet.tagging.Span;
import io.bouquet.tagging.TaggerInfo;
import io.bouquet.tagging.TaggerInfo.State;
import io.bouquet.tagging.UnknownLanguageException;
import io.bouquet.tagging.UnknownLayerException;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class GenerationTest {
    @Test
    void putsEachTaggerAfterThoseItRequires() {
        Generation generation = of(
                tagger("pos").requires("tokens"),
                tagger("tokens").requires("sentences"),
                tagger("sentences"),
                tagger("lemmas").requires("tokens", "pos"));
        assertThat(steps(generation.plans().plan("en", List.of("lemmas"))))
                .containsExactly("sentences", "tokens", "pos", "lemmas");
    }

    @Test
    void runsOnlyWhatIsNeeded() {
        Generation generation = of(tagger("sentences"), tagger("tokens").requires("sentences"), tagger("entities"));
        assertThat(steps(generation.plans().plan("en", List.of("sentences")))).containsExactly("sentences");
    }

    @Test
    void makesAllThatTheLanguageHasWhereNothingIsAskedForByName() {
        Generation generation = of(
                tagger("tokens"),
                tagger("emphasis").anyLanguage().requires("tokens"),
                tagger("pos").languages("de"));
        assertThat(generation.plans().plan("en", List.of()).layers()).containsExactly("tokens", "emphasis");
    }

    @Test
    void prefersTheTaggerThatNamesTheLanguage() {
        Generation generation = of(
                tagger("any").produces("tokens").anyLanguage().ranking(9),
                tagger("english").produces("tokens"));
        assertThat(steps(generation.plans().plan("en", List.of("tokens")))).containsExactly("english");
    }

    @Test
    void prefersTheHigherRankingThenTheNewerVersionThenTheName() {
        Generation generation = of(
                tagger("b").produces("x").version("1.9.0"),
                tagger("a").produces("x").version("1.10.0"),
                tagger("c").produces("x").version("1.10.0"),
                tagger("z").produces("y").ranking(1),
                tagger("d").produces("y").version("2.0.0"));
        assertThat(steps(generation.plans().plan("en", List.of("x", "y")))).containsExactly("a", "z");
    }

    @Test
    void takesEachLayerFromThePreferredTaggerOnly() {
        Generation generation = of(
                tagger("both").produces("tokens", "pos"),
                tagger("better").produces("pos").ranking(1));
        assertThat(generation.plans().plan("en", List.of("tokens", "pos")).steps())
                .extracting(Step::name, Step::keeps)
                .containsExactly(tuple("both", List.of("tokens")), tuple("better", List.of("pos")));
    }

    @Test
    void runsATaggerOfSeveralLayersOnce() {
        Generation generation = of(tagger("both").produces("tokens", "pos"));
        assertThat(steps(generation.plans().plan("en", List.of("pos", "tokens"))))
                .containsExactly("both");
    }

    @Test
    void letsAPreferredTaggerGiveWayWhereItWouldCloseARing() {
        Generation generation = of(
                tagger("refined").produces("tokens").requires("pos").ranking(1),
                tagger("plain").produces("tokens"),
                tagger("pos").requires("tokens"));
        assertThat(steps(generation.plans().plan("en", List.of("pos")))).containsExactly("plain", "pos");
    }

    @Test
    void refusesALayerThatNobodyProduces() {
        assertThatThrownBy(() -> of(tagger("tokens")).plans().plan("en", List.of("tokens", "mood")))
                .isInstanceOf(UnknownLayerException.class)
                .hasMessageContaining("'mood'")
                .hasMessageContaining("serving: tokens");
    }

    @Test
    void namesTheMissingLayerThatKeepsAnotherFromBeingMade() {
        Generation generation = of(
                tagger("sentences"),
                tagger("lemmas").requires("pos"),
                tagger("pos").requires("tokens"));
        assertThatThrownBy(() -> generation.plans().plan("en", List.of("lemmas")))
                .isInstanceOf(UnknownLayerException.class)
                .hasMessageContaining("'lemmas' would, but no tagger produces the layer 'tokens'")
                .hasMessageContaining("which 'pos' requires");
    }

    @Test
    void refusesALanguageThatNoTaggerNames() {
        assertThatThrownBy(() -> of(tagger("tokens"), tagger("emphasis").anyLanguage())
                        .plans()
                        .plan("fi", List.of()))
                .isInstanceOf(UnknownLanguageException.class)
                .hasMessageContaining("'fi'")
                .hasMessageContaining("serving: en");
    }

    @Test
    void keepsATaggerWaitingWhoseLayerIsMissing() {
        TaggerInfo waiting = of(tagger("pos").requires("tokens")).taggers().get(0);
        assertThat(waiting.state()).isEqualTo(State.WAITING);
        assertThat(waiting.reason()).isEqualTo("no tagger produces the layer 'tokens' for the language 'en'");
    }

    @Test
    void keepsATaggerWaitingWhoseLayerIsThereInOtherLanguagesOnly() {
        Generation generation =
                of(tagger("tokens").languages("de"), tagger("pos").requires("tokens"));
        assertThat(states(generation)).containsExactly("pos WAITING", "tokens SERVING");
    }

    @Test
    void letsATaggerOfAnyLanguageServeWhereOneLanguageHasWhatItRequires() {
        Generation generation =
                of(tagger("tokens"), tagger("emphasis").anyLanguage().requires("tokens"));
        assertThat(states(generation)).containsExactly("emphasis SERVING", "tokens SERVING");
        assertThat(generation.plans().pipelines())
                .containsExactly(new Pipeline("en", List.of("tokens", "emphasis"), List.of("tokens", "emphasis")));
    }

    @Test
    void namesTheRingThatTaggersWaitIn() {
        Generation generation = of(
                tagger("a").requires("b"),
                tagger("b").requires("c"),
                tagger("c").requires("a"),
                tagger("d").requires("a"));
        assertThat(generation.taggers()).extracting(TaggerInfo::state).containsOnly(State.WAITING);
        assertThat(generation.taggers().get(0).reason()).isEqualTo("these layers require each other: b → c → a → b");
        assertThat(generation.taggers().get(3).reason()).isEqualTo("these layers require each other: a → b → c → a");
    }

    @Test
    void keepsTheOlderOfTwoVersionsInStandby() {
        Generation generation =
                of(tagger("tokens").version("1.9.0"), tagger("tokens").version("1.10.0"));
        assertThat(generation.taggers())
                .extracting(TaggerInfo::version, TaggerInfo::state)
                .containsExactly(tuple("1.10.0", State.SERVING), tuple("1.9.0", State.READY));
        assertThat(generation.taggers().get(1).reason()).contains("1.10.0");
    }

    @Test
    void letsTheRankingDecideBeforeTheVersion() {
        Generation generation = of(
                tagger("tokens").version("1.0.0").ranking(1), tagger("tokens").version("2.0.0"));
        assertThat(generation
                        .plans()
                        .plan("en", List.of("tokens"))
                        .steps()
                        .get(0)
                        .tagger()
                        .declaration()
                        .version())
                .isEqualTo("1.0.0");
    }

    @Test
    void keepsTheOldVersionServingWhereTheNewOneCannotRun() {
        Generation generation = of(
                tagger("pos").version("1.0.0"), tagger("pos").version("2.0.0").requires("tokens"));
        assertThat(states(generation)).containsExactly("pos WAITING", "pos SERVING");
    }

    @Test
    void doesNotCountOnWhatOnlyAStandbyProduces() {
        Generation generation = of(
                tagger("tokens").version("1.0.0").produces("tokens", "shapes"),
                tagger("tokens").version("2.0.0"),
                tagger("names").requires("shapes"));
        assertThat(states(generation)).containsExactly("names WAITING", "tokens SERVING", "tokens READY");
    }

    @Test
    void takesTheLikeliestLanguageThatHasTaggers() {
        Generation generation = of(tagger("tokens").languages("en", "de"));
        assertThat(generation.plans().likeliestLanguage(detected("vo", "ceb de en")))
                .isEqualTo("de");
        assertThat(generation.plans().likeliestLanguage(detected("en", "de"))).isEqualTo("en");
        assertThat(generation.plans().likeliestLanguage(detected("fr", "ca"))).isEqualTo("fr");
    }

    @Test
    void remembersABoundedNumberOfPlans() {
        Generation generation = of(tagger("tokens"), tagger("pos"));
        PipelinePlan first = generation.plans().plan("en", List.of("tokens"));
        assertThat(generation.plans().plan("en", List.of("tokens"))).isSameAs(first);
        for (int i = 0; i < 300; i++) {
            generation.plans().planDetected("x" + i, List.of());
        }
        assertThat(generation.plans().plan("en", List.of("tokens"))).isNotSameAs(first);
    }

    private static Annotation detected(String language, String alternatives) {
        return new Annotation(new Span(0, 1), language, 0.1, Map.of(Layers.ALTERNATIVES, alternatives));
    }

    private static Generation of(TaggerFixture... taggers) {
        return new Generation(
                1, Stream.of(taggers).map(TaggerFixture::installed).toList());
    }

    private static List<String> steps(PipelinePlan plan) {
        return plan.steps().stream().map(Step::name).toList();
    }

    private static List<String> states(Generation generation) {
        return generation.taggers().stream()
                .map(tagger -> tagger.name() + " " + tagger.state())
                .toList();
    }
}

package io.bouquet.tagging.engine;

import static io.bouquet.tagging.engine.TaggerFixture.tagger;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.bouquet.tagging.AnnotatedText;
import io.bouquet.tagging.Annotation;
import io.bouquet.tagging.AnnotationRequest;
import io.bouquet.tagging.Layers;
import io.bouquet.tagging.Span;
import io.bouquet.tagging.TaggerInfo;
import io.bouquet.tagging.TaggerInfo.State;
import io.bouquet.tagging.spi.Tagger;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class PreparationTest {
    private static final String TEXT = "Tim met Ada";
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final Supplier<GoldSamples> NONE = () -> GoldSamples.NONE;

    private final CountDownLatch release = new CountDownLatch(1);
    private DefaultBroker broker = broker(LONG, Long.MAX_VALUE);

    @AfterEach
    void close() {
        release.countDown();
        broker.deactivate();
    }

    @Test
    void loadsAndWarmsUpBeforeAnyTextAndServesThen() {
        List<String> calls = new CopyOnWriteArrayList<>();
        broker.prepare(
                candidate("1.0.0", 1, new Made("a") {
                    @Override
                    public void load() {
                        calls.add("load");
                    }

                    @Override
                    public void warmUp() {
                        calls.add("warmUp");
                    }

                    @Override
                    public Layers tag(AnnotatedText text) {
                        calls.add("tag");
                        return super.tag(text);
                    }
                }),
                samples("a"));
        awaitState("1.0.0", State.SERVING);
        assertThat(calls).startsWith("load", "warmUp", "tag");
        assertThat(info("1.0.0").check()).contains(new TaggerInfo.Check(1, 1, 1));
        assertThat(info("1.0.0").traffic().calls()).isZero();
    }

    @Test
    void showsEachStageWhileTheOldVersionServes() {
        broker.registry().install(tagger("tokens").installed());
        broker.prepare(
                candidate("2.0.0", 7, new Made("b") {
                    @Override
                    public void load() throws InterruptedException {
                        release.await();
                    }
                }),
                NONE);
        awaitState("2.0.0", State.LOADING);
        assertThat(serves()).isEqualTo("1.0.0");
        release.countDown();
        awaitState("2.0.0", State.SERVING);
        assertThat(info("1.0.0").state()).isEqualTo(State.READY);
    }

    @Test
    void neverServesACandidateThatDoesNotLoad() {
        broker.registry().install(tagger("tokens").installed());
        broker.prepare(
                candidate("2.0.0", 7, new Made("b") {
                    @Override
                    public void load() throws Exception {
                        throw new Exception("the model is corrupt");
                    }
                }),
                NONE);
        awaitState("2.0.0", State.FAILED);
        assertThat(info("2.0.0").reason()).contains("loading").contains("the model is corrupt");
        assertThat(serves()).isEqualTo("1.0.0");
    }

    @Test
    void neverServesACandidateThatLacksAClass() {
        broker.prepare(
                candidate("2.0.0", 7, new Made("b") {
                    @Override
                    public void warmUp() {
                        throw new NoClassDefFoundError("not/In/This/Bundle");
                    }
                }),
                NONE);
        awaitState("2.0.0", State.FAILED);
        assertThat(info("2.0.0").reason()).contains("warming up").contains("not/In/This/Bundle");
    }

    @Test
    void neverServesACandidateThatFallsShortOfItsSamples() {
        broker.registry().install(tagger("tokens").installed());
        broker.prepare(candidate("2.0.0", 7, new Made("wrong")), samples("right"));
        awaitState("2.0.0", State.FAILED);
        assertThat(info("2.0.0").reason()).contains("0.000").contains("1.000");
        assertThat(info("2.0.0").check()).contains(new TaggerInfo.Check(1, 0, 1));
        assertThat(serves()).isEqualTo("1.0.0");
    }

    @Test
    void neverServesACandidateThatReturnsSpansOutsideItsSample() {
        broker.prepare(
                candidate("2.0.0", 7, text -> Layers.of("tokens", List.of(new Annotation(new Span(0, 99), "x")))),
                samples("x"));
        awaitState("2.0.0", State.FAILED);
        assertThat(info("2.0.0").reason()).contains("[0, 99)");
    }

    @Test
    void checksACandidateOnWhatItMakesItselfThoughAnotherTaggerIsPreferred() {
        broker.registry()
                .install(tagger("better")
                        .produces("tokens")
                        .ranking(9)
                        .labelling("right")
                        .installed());
        broker.prepare(candidate("2.0.0", 7, new Made("wrong")), samples("right"));
        awaitState("2.0.0", State.FAILED);
    }

    @Test
    void givesUpACandidateThatHangsAndGoesOnWithOthers() {
        use(Duration.ofMillis(200), Long.MAX_VALUE);
        for (int i = 2; i < 5; i++) {
            broker.prepare(
                    candidate(i + ".0.0", i, new Made("b") {
                        @Override
                        public void warmUp() {
                            while (release.getCount() > 0) {
                                Thread.onSpinWait();
                            }
                        }
                    }),
                    NONE);
        }
        broker.prepare(candidate("1.0.0", 1, new Made("a")), NONE);
        awaitState("4.0.0", State.FAILED);
        awaitState("1.0.0", State.SERVING);
        assertThat(info("4.0.0").reason()).contains("warming up did not end within");
    }

    @Test
    void givesUpACandidateThatTakesTooMuchMemory() {
        use(LONG, 32 << 20);
        broker.prepare(
                candidate("2.0.0", 7, new Made("b") {
                    @Override
                    public void load() {
                        long sum = 0;
                        while (!Thread.currentThread().isInterrupted()) {
                            sum += new byte[1 << 20].length;
                        }
                        assertThat(sum).isPositive();
                    }
                }),
                NONE);
        awaitState("2.0.0", State.FAILED);
        assertThat(info("2.0.0").reason()).contains("allocated more than 32 MiB");
    }

    @Test
    void interruptsACandidateWhoseBundleGoesAndSaysNothingOfIt() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch interrupted = new CountDownLatch(1);
        InstalledTagger candidate = candidate("2.0.0", 7, new Made("b") {
            @Override
            public void load() {
                begun.countDown();
                try {
                    release.await();
                } catch (InterruptedException stop) {
                    interrupted.countDown();
                }
            }
        });
        broker.prepare(candidate, NONE);
        begun.await();
        broker.registry().remove(candidate.serviceId());
        interrupted.await();
        assertThat(info("2.0.0").state()).isEqualTo(State.RETIRED);
    }

    @Test
    void waitsWithTheSamplesUntilWhatTheyNeedIsThere() {
        InstalledTagger pos = tagger("pos").requires("tokens").installed();
        broker.prepare(
                new InstalledTagger(pos.declaration(), pos.tagger(), pos.serviceId(), State.NEW),
                samples("pos", "pos 1.0.0"));
        await().until(() -> broker.taggers().get(0).state() == State.WAITING);
        assertThat(broker.taggers().get(0).reason()).contains("no tagger produces the layer 'tokens'");
        broker.registry().install(tagger("tokens").installed());
        await().until(() -> broker.taggers().stream().allMatch(tagger -> tagger.state() == State.SERVING));
    }

    /** As while the platform starts, when the models of one language are read before those of another. */
    @Test
    void waitsWithTheSamplesUntilTheirLanguageIsThere() {
        broker.registry()
                .install(tagger("tokens-de").produces("tokens").languages("de").installed());
        InstalledTagger pos = tagger("pos").requires("tokens").installed();
        InstalledTagger lemmas =
                tagger("lemmas").requires("tokens").languages("en", "de").installed();
        for (InstalledTagger one : List.of(pos, lemmas)) {
            broker.prepare(
                    new InstalledTagger(one.declaration(), one.tagger(), one.serviceId(), State.NEW),
                    samples(one.name(), one.name() + " 1.0.0"));
        }
        await().until(() -> info("pos", "1.0.0").state() == State.WAITING);
        await().until(() -> info("lemmas", "1.0.0").state() == State.WAITING);
        assertThat(info("pos", "1.0.0").reason()).startsWith("its samples wait: ");
        broker.registry()
                .install(tagger("tokens-en").produces("tokens").languages("en").installed());
        await().until(() -> info("pos", "1.0.0").state() == State.SERVING);
        await().until(() -> info("lemmas", "1.0.0").state() == State.SERVING);
    }

    @Test
    void publishesTheTaggersOfANewVersionOfABundleInOneStep() {
        broker.registry().install(tagger("tokens").installed());
        broker.registry().install(tagger("pos").installed());
        broker.prepare(candidate("2.0.0", 8, new Made("b")), NONE);
        Tagger slow = new Made("pos", "b") {
            @Override
            public void load() throws InterruptedException {
                release.await();
            }
        };
        broker.prepare(candidate("pos", "2.0.0", 8, slow), NONE);
        awaitState("2.0.0", State.READY);
        assertThat(info("2.0.0").reason()).contains("'pos' of the same bundle is not ready yet");
        assertThat(serves()).isEqualTo("1.0.0");
        release.countDown();
        awaitState("2.0.0", State.SERVING);
        assertThat(broker.annotate(new AnnotationRequest(TEXT, List.of("tokens", "pos"), "en"))
                        .taggers()
                        .values())
                .containsOnly("2.0.0");
    }

    @Test
    void publishesNoneOfABundleOfWhichOneFails() {
        broker.registry().install(tagger("tokens").installed());
        broker.registry().install(tagger("pos").installed());
        broker.prepare(candidate("2.0.0", 8, new Made("b")), NONE);
        broker.prepare(candidate("pos", "2.0.0", 8, new Made("pos", "wrong")), samples("pos", "right"));
        awaitState("2.0.0", State.READY);
        await().untilAsserted(() -> assertThat(info("2.0.0").reason()).contains("'pos' of the same bundle failed"));
        assertThat(broker.annotate(new AnnotationRequest(TEXT, List.of("tokens", "pos"), "en"))
                        .taggers()
                        .values())
                .containsOnly("1.0.0");
    }

    private static class Made implements Tagger {
        private final String layer;
        private final String label;

        Made(String label) {
            this("tokens", label);
        }

        Made(String layer, String label) {
            this.layer = layer;
            this.label = label;
        }

        @Override
        public Layers tag(AnnotatedText text) {
            return Layers.of(layer, List.of(new Annotation(new Span(0, 3), label)));
        }
    }

    private TaggerInfo info(String name, String version) {
        return broker.taggers().stream()
                .filter(tagger -> tagger.name().equals(name) && tagger.version().equals(version))
                .findFirst()
                .orElseThrow();
    }

    private static Supplier<GoldSamples> samples(String label) {
        return () -> new GoldSamples(
                List.of(new GoldSamples.Sample(
                        TEXT, "en", Map.of("tokens", List.of(new GoldSamples.Expected(new Span(0, 3), label))))),
                1);
    }

    private static Supplier<GoldSamples> samples(String layer, String label) {
        Span span = layer.equals(label.split(" ")[0]) ? Span.of(TEXT) : new Span(0, 3);
        return () -> new GoldSamples(
                List.of(new GoldSamples.Sample(
                        TEXT, "en", Map.of(layer, List.of(new GoldSamples.Expected(span, label))))),
                1);
    }

    private static InstalledTagger candidate(String version, long bundle, Tagger tagger) {
        return candidate("tokens", version, bundle, tagger);
    }

    private static InstalledTagger candidate(String name, String version, long bundle, Tagger tagger) {
        Declaration declaration = new Declaration(
                name, version, 0, List.of(), List.of(name), List.of("en"), false, "", "the.bundle", bundle);
        return new InstalledTagger(declaration, tagger, tagger(name).installed().serviceId(), State.NEW);
    }

    private void use(Duration stage, long bytes) {
        broker.deactivate();
        broker = broker(stage, bytes);
    }

    private static DefaultBroker broker(Duration stage, long bytes) {
        return new DefaultBroker(
                new EngineLimits(2, 8, LONG, 3, 10_000, 2, LONG, Long.MAX_VALUE, LONG, LONG, stage, bytes));
    }

    private TaggerInfo info(String version) {
        return broker.taggers().stream()
                .filter(tagger ->
                        tagger.name().equals("tokens") && tagger.version().equals(version))
                .findFirst()
                .orElseThrow();
    }

    private void awaitState(String version, State state) {
        await().until(() -> info(version).state() == state);
    }

    private String serves() {
        return String.valueOf(broker.annotate(new AnnotationRequest(TEXT, List.of("tokens"), "en"))
                .taggers()
                .get("tokens"));
    }
}

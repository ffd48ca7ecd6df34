package io.bouquet.tagging.engine;

import static io.bouquet.tagging.engine.TaggerFixture.tagger;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.bouquet.events.Events;
import io.bouquet.tagging.AnnotatedText;
import io.bouquet.tagging.Annotation;
import io.bouquet.tagging.AnnotationRequest;
import io.bouquet.tagging.AnnotationResult;
import io.bouquet.tagging.LayerError;
import io.bouquet.tagging.LayerError.Type;
import io.bouquet.tagging.Layers;
import io.bouquet.tagging.Lease;
import io.bouquet.tagging.OverloadedException;
import io.bouquet.tagging.PendingResult;
import io.bouquet.tagging.PublicationHold;
import io.bouquet.tagging.Span;
import io.bouquet.tagging.TaggerInfo;
import io.bouquet.tagging.TimeLimitException;
import io.bouquet.tagging.UnknownLayerException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class DefaultBrokerTest {
    private static final String TEXT = "Tim met Ada";
    private static final Duration LONG = Duration.ofSeconds(15);
    private static final Duration SHORT = Duration.ofMillis(200);

    private final AtomicBoolean released = new AtomicBoolean();
    private DefaultBroker broker = broker(2, 8, LONG);

    @AfterEach
    void release() {
        released.set(true);
        broker.deactivate();
    }

    @Test
    void answersTheLayersAskedForInTheirOrder() {
        install(
                tagger("tokens"),
                tagger("pos").requires("tokens"),
                tagger("entities").requires("tokens"));
        AnnotationResult result = annotate("en", "entities", "pos");
        assertThat(result.layers().names()).containsExactly("entities", "pos");
        assertThat(result.language()).isEqualTo("en");
        assertThat(result.errors()).isEmpty();
    }

    @Test
    void namesTheGenerationAndTheTaggersThatTookPart() {
        install(tagger("tokens"), tagger("pos").requires("tokens").version("2.1.0"), tagger("entities"));
        AnnotationResult result = annotate("en", "pos");
        assertThat(result.generation()).isEqualTo(3).isEqualTo(broker.generation());
        assertThat(result.taggers()).hasSize(2).containsEntry("tokens", "1.0.0").containsEntry("pos", "2.1.0");
        assertThat(result.microseconds()).containsOnlyKeys("tokens", "pos");
    }

    @Test
    void makesSomeLayersOnlyOnRequest() {
        install(
                tagger("tokens"),
                tagger("states").requires("tokens").madeOnRequest(),
                tagger("entities").requires("states"));
        assertThat(annotate("en").layers().names()).containsExactlyInAnyOrder("tokens", "entities");
        assertThat(annotate("en", "states").layers().names()).containsExactly("states");
        assertThat(broker.pipelines().get(0).layers()).contains("states");
    }

    @Test
    void givesATaggerTheLayersItRequiresAndNoOthers() {
        install(
                tagger("sentences"),
                tagger("tokens"),
                tagger("pos").requires("tokens").doing(text -> {
                    assertThat(text.layers().names()).containsExactly("tokens");
                    assertThat(text.language()).isEqualTo("en");
                    return text;
                }));
        assertThat(annotate("en", "sentences", "pos").errors()).isEmpty();
    }

    @Test
    void isolatesATaggerThatThrows() {
        install(
                tagger("tokens"),
                tagger("mood").doing(text -> {
                    throw new IllegalStateException("no mood today");
                }),
                tagger("irony").requires("mood"));
        AnnotationResult result = annotate("en");
        assertThat(result.layers().names()).containsExactly("tokens");
        assertThat(result.errors())
                .extracting(LayerError::layer, LayerError::tagger, LayerError::type)
                .containsExactlyInAnyOrder(tuple("mood", "mood", Type.FAILED), tuple("irony", "irony", Type.SKIPPED));
        assertThat(result.errors()).allMatch(error -> error.message().contains("no mood today"));
    }

    @Test
    void isolatesErrorsThatAreNotExceptions() {
        install(
                tagger("deep").doing(DefaultBrokerTest::recurse),
                tagger("unlinked").doing(text -> {
                    throw new NoClassDefFoundError("gone/With/Its/Bundle");
                }),
                tagger("hungry").doing(text -> {
                    throw new OutOfMemoryError("of my own");
                }));
        assertThat(annotate("en").errors())
                .extracting(LayerError::layer, LayerError::type)
                .containsExactlyInAnyOrder(
                        tuple("deep", Type.FAILED), tuple("unlinked", Type.FAILED), tuple("hungry", Type.FAILED));
    }

    @Test
    void survivesAnExceptionWhoseMessageThrows() {
        install(tagger("mood").doing(text -> {
            throw new RuntimeException() {
                private static final long serialVersionUID = 1L;

                @Override
                public String getMessage() {
                    throw new IllegalStateException();
                }
            };
        }));
        assertThat(annotate("en").errors()).extracting(LayerError::type).containsExactly(Type.FAILED);
    }

    @Test
    void refusesLayersThatWereNotDeclared() {
        broker.registry().install(tagger("tokens").returning(text -> Layers.of("words", List.of())));
        assertThat(annotate("en").errors()).singleElement().satisfies(error -> {
            assertThat(error.type()).isEqualTo(Type.INVALID);
            assertThat(error.message()).contains("words").contains("tokens");
        });
    }

    @Test
    void refusesSpansOutsideTheText() {
        broker.registry()
                .install(tagger("tokens")
                        .returning(text -> Layers.of("tokens", List.of(new Annotation(new Span(0, 99), "x")))));
        assertThat(annotate("en").errors()).singleElement().satisfies(error -> {
            assertThat(error.type()).isEqualTo(Type.INVALID);
            assertThat(error.message()).contains("[0, 99)");
        });
    }

    @Test
    void refusesNothingAtAll() {
        broker.registry().install(tagger("tokens").returning(text -> null));
        assertThat(annotate("en").errors()).extracting(LayerError::type).containsExactly(Type.INVALID);
    }

    @Test
    void putsAnnotationsInTheOrderOfTheText() {
        Annotation first = new Annotation(new Span(0, 3), "a");
        Annotation second = new Annotation(new Span(4, 7), "b");
        broker.registry().install(tagger("tokens").returning(text -> Layers.of("tokens", List.of(second, first))));
        assertThat(annotate("en").layers().get("tokens")).containsExactly(first, second);
    }

    @Test
    void answersWhatIsDoneWhenTheTimeIsUp() {
        use(broker(2, 8, SHORT));
        install(
                tagger("tokens"),
                tagger("slow").requires("tokens").doing(this::waitForInterrupt),
                tagger("slower").requires("slow"));
        AnnotationResult result = annotate("en");
        assertThat(result.layers().names()).containsExactly("tokens");
        assertThat(result.errors())
                .extracting(LayerError::layer, LayerError::type)
                .containsExactly(tuple("slow", Type.TIMED_OUT), tuple("slower", Type.SKIPPED));
    }

    @Test
    void answersWhatIsDoneWhenTheTimeOfTheRequestIsUp() {
        install(tagger("tokens"), tagger("slow").requires("tokens").doing(this::waitForInterrupt));
        AnnotationResult result = broker.annotate(within(SHORT));
        assertThat(result.layers().names()).containsExactly("tokens");
        assertThat(result.errors()).extracting(LayerError::message).containsExactly("not done within 0.2 s");
    }

    @Test
    void refusesARequestWhoseTimeIsUpBeforeAnyLayerIsThere() throws Exception {
        use(broker(1, 8, LONG));
        install(tagger("slow").doing(this::waitForInterrupt));
        assertThatThrownBy(() -> broker.annotate(within(SHORT))).isInstanceOf(TimeLimitException.class);
        CompletableFuture<AnnotationResult> holder = CompletableFuture.supplyAsync(() -> annotate("en"));
        Awaitility.await().until(() -> broker.taggers().get(0).traffic().running() == 1);
        // no thread is free
        assertThatThrownBy(() -> broker.annotate(within(SHORT))).isInstanceOf(TimeLimitException.class);
        assertThatThrownBy(() -> broker.annotate(within(Duration.ofNanos(1)))).isInstanceOf(TimeLimitException.class);
        released.set(true);
        holder.get(10, TimeUnit.SECONDS);
    }

    @Test
    void aRequestCannotHaveMoreTimeThanTheBrokerAllows() {
        use(broker(1, 8, SHORT));
        install(tagger("slow").doing(this::waitForInterrupt));
        assertThat(broker.annotate(within(LONG)).errors())
                .extracting(LayerError::message)
                .containsExactly("not done within 0.2 s");
    }

    @Test
    void requestsWithLittleTimeDoNotCountAgainstATagger() {
        install(tagger("slow").doing(this::waitForInterrupt));
        for (int i = 0; i < 20; i++) {
            assertThatThrownBy(() -> broker.annotate(within(Duration.ofMillis(20))))
                    .isInstanceOf(TimeLimitException.class);
        }
        TaggerInfo.Traffic traffic = broker.taggers().get(0).traffic();
        assertThat(traffic.failures()).isZero();
        assertThat(traffic.circuit()).isEqualTo(TaggerInfo.Circuit.CLOSED);
    }

    private static AnnotationRequest within(Duration limit) {
        return new AnnotationRequest(TEXT, List.of(), "en").withTimeLimit(limit);
    }

    @Test
    void publishesAnEventForEachGeneration() {
        List<String> published = new CopyOnWriteArrayList<>();
        broker.events = new Events() {
            @Override
            public void publish(String topic, Map<String, ?> data) {
                published.add(topic + " " + new TreeMap<>(data));
            }

            @Override
            public void publish(String topic, Set<String> groups, Map<String, ?> data) {
                throw new AssertionError("every account may see generations");
            }
        };
        install(tagger("tokens"), tagger("pos").version("2.1.0"));
        assertThat(published)
                .containsExactly(
                        "generations {generation=1, taggers={tokens=[1.0.0]}}",
                        "generations {generation=2, taggers={pos=[2.1.0], tokens=[1.0.0]}}");
    }

    @Test
    void interruptsOnlyTheTextThatIsLate() {
        use(broker(1, 8, SHORT));
        install(tagger("slow").doing(this::waitForInterrupt), tagger("quick").doing(text -> {
            assertThat(Thread.currentThread().isInterrupted()).isFalse();
            return text;
        }));
        for (int i = 0; i < 3; i++) {
            annotate("en", "slow");
            assertThat(annotate("en", "quick").errors()).isEmpty();
        }
    }

    @Test
    void goesOnWhereTaggersHangWithoutEnd() {
        use(broker(1, 8, SHORT));
        install(tagger("hung").doing(this::waitForRelease), tagger("quick"));
        for (int i = 0; i < 3; i++) {
            assertThat(annotate("en", "hung").errors())
                    .extracting(LayerError::type)
                    .containsExactly(Type.TIMED_OUT);
        }
        assertThat(annotate("en", "quick").errors()).isEmpty();
    }

    @Test
    void answersQuicklyWhileASlowTaggerKeepsTheOnlyThread() throws Exception {
        use(broker(1, 8, LONG));
        CountDownLatch begun = new CountDownLatch(1);
        install(
                tagger("slow").doing(text -> {
                    begun.countDown();
                    return waitForRelease(text);
                }),
                tagger("quick"));
        CompletableFuture<AnnotationResult> running = CompletableFuture.supplyAsync(() -> annotate("en", "slow"));
        begun.await();
        assertThat(annotate("en", "quick").errors()).isEmpty();
        assertThat(running).isNotDone();
        released.set(true);
        assertThat(running.get(10, TimeUnit.SECONDS).errors()).isEmpty();
    }

    @Test
    void takesAllTaggersOfABundleOutOfServiceInOneStep() {
        install(tagger("tokens"), tagger("pos").requires("tokens"));
        long before = broker.generation();
        broker.registry().removeAll(7, Duration.ZERO);
        assertThat(broker.generation()).isEqualTo(before + 1);
        assertThat(broker.taggers()).extracting(TaggerInfo::state).containsOnly(TaggerInfo.State.RETIRED);
    }

    @Test
    void refusesMoreTextsThanMayWait() throws Exception {
        // one thread, made good for at the most four times while the tagger hangs, and one place in the queue
        use(new DefaultBroker(
                new EngineLimits(1, 1, LONG, 3, 10_000, 100, LONG, Long.MAX_VALUE, LONG, LONG, LONG, Long.MAX_VALUE)));
        install(tagger("hung").doing(this::waitForRelease));
        ExecutorService callers = Executors.newCachedThreadPool();
        List<CompletableFuture<AnnotationResult>> answers = IntStream.range(0, 30)
                .mapToObj(i -> CompletableFuture.supplyAsync(() -> annotate("en"), callers))
                .toList();
        CompletableFuture.anyOf(answers.toArray(CompletableFuture[]::new))
                .handle((answer, refusal) -> assertThat(refusal.getCause())
                        .isInstanceOfSatisfying(
                                OverloadedException.class, refused -> assertThat(refused.retryAfterSeconds())
                                        .isEqualTo(3)))
                .get(10, TimeUnit.SECONDS);
        released.set(true);
        for (CompletableFuture<AnnotationResult> answer : answers) {
            if (!answer.handle((done, refusal) -> refusal != null).get(10, TimeUnit.SECONDS)) {
                assertThat(answer.get().errors()).isEmpty();
            }
        }
        callers.shutdown();
    }

    @Test
    void finishesOnTheGenerationItBeganWith() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch changed = new CountDownLatch(1);
        InstalledTagger old = tagger("pos").requires("tokens").installed();
        broker.registry().install(old);
        install(tagger("tokens").doing(text -> {
            begun.countDown();
            await(changed);
            return text;
        }));
        CompletableFuture<AnnotationResult> running = CompletableFuture.supplyAsync(() -> annotate("en"));
        begun.await();
        install(tagger("pos").requires("tokens").version("2.0.0"));
        broker.registry().remove(old.serviceId());
        changed.countDown();
        AnnotationResult result = running.get(10, TimeUnit.SECONDS);
        assertThat(result.generation()).isEqualTo(2);
        assertThat(result.taggers()).containsEntry("pos", "1.0.0");
        assertThat(result.layers().get("pos").get(0).label()).isEqualTo("pos 1.0.0");
        assertThat(annotate("en").taggers()).containsEntry("pos", "2.0.0");
        assertThat(broker.generation()).isEqualTo(4);
    }

    @Test
    void doesNotMistakeTwoServicesOfOneName() {
        InstalledTagger old = tagger("tokens").installed();
        broker.registry().install(old);
        install(tagger("tokens").version("2.0.0"));
        broker.registry().remove(old.serviceId());
        assertThat(annotate("en").taggers()).containsEntry("tokens", "2.0.0");
    }

    @Test
    void runsIndependentTaggersSideBySideOverALongText() {
        use(new DefaultBroker(new EngineLimits(2, 8, LONG, 3, 5)));
        CyclicBarrier both = new CyclicBarrier(2);
        install(
                tagger("tokens"),
                tagger("left").requires("tokens").doing(text -> meet(both, text)),
                tagger("right").requires("tokens").doing(text -> meet(both, text)),
                tagger("end").requires("left", "right"));
        assertThat(annotate("en").layers().names()).containsExactly("tokens", "end", "left", "right");
    }

    @Test
    void runsAShortTextInOneThread() {
        List<Thread> threads = new CopyOnWriteArrayList<>();
        UnaryOperator<AnnotatedText> remember = text -> {
            threads.add(Thread.currentThread());
            return text;
        };
        install(tagger("a").doing(remember), tagger("b").doing(remember));
        annotate("en");
        assertThat(threads).hasSize(2).doesNotContain(Thread.currentThread());
        assertThat(threads.get(0)).isSameAs(threads.get(1));
    }

    @Test
    void detectsTheLanguageWhereNoneIsGiven() {
        install(
                detector("de"),
                tagger("english").produces("tokens"),
                tagger("german").produces("tokens").languages("de"));
        AnnotationResult result = annotate("", "tokens");
        assertThat(result.language()).isEqualTo("de");
        assertThat(result.layers().names()).containsExactly("tokens");
        assertThat(result.taggers()).containsOnlyKeys("detector", "german");
    }

    @Test
    void detectsTheLanguageOnce() {
        install(detector("en"), tagger("tokens"));
        AnnotationResult result = annotate("");
        assertThat(result.layers().names()).containsExactly("language", "tokens");
        assertThat(result.microseconds()).containsOnlyKeys("detector", "tokens");
    }

    @Test
    void detectsTheLanguageThatIsGivenWhereThatLayerIsAskedFor() {
        install(detector("de"), tagger("tokens"));
        AnnotationResult result = annotate("en", "language", "tokens");
        assertThat(result.language()).isEqualTo("en");
        assertThat(result.layers().get("language").get(0).label()).isEqualTo("de");
    }

    @Test
    void answersTheLayersOfAnyLanguageWhereNoTaggerHasTheDetectedOne() {
        install(detector("fi"), tagger("tokens"), tagger("emphasis").anyLanguage());
        AnnotationResult result = annotate("");
        assertThat(result.language()).isEqualTo("fi");
        assertThat(result.layers().names()).containsExactly("language", "emphasis");
        assertThat(result.errors()).isEmpty();
    }

    @Test
    void namesTheLayersThatTheDetectedLanguageLacks() {
        install(detector("fi"), tagger("tokens"), tagger("emphasis").anyLanguage());
        AnnotationResult result = annotate("", "tokens", "emphasis");
        assertThat(result.layers().names()).containsExactly("emphasis");
        assertThat(result.errors()).singleElement().satisfies(error -> {
            assertThat(error.layer()).isEqualTo("tokens");
            assertThat(error.type()).isEqualTo(Type.UNAVAILABLE);
            assertThat(error.message()).contains("'fi'");
        });
    }

    @Test
    void answersWithoutALanguageWhereNoTaggerTellsIt() {
        install(tagger("tokens"), tagger("emphasis").anyLanguage());
        AnnotationResult result = annotate("");
        assertThat(result.language()).isEmpty();
        assertThat(result.layers().names()).containsExactly("emphasis");
    }

    @Test
    void answersWithoutALanguageWhereItsDetectionFails() {
        install(
                detector("en").doing(text -> {
                    throw new IllegalStateException("Babel");
                }),
                tagger("tokens"),
                tagger("emphasis").anyLanguage());
        AnnotationResult result = annotate("");
        assertThat(result.language()).isEmpty();
        assertThat(result.layers().names()).containsExactly("emphasis");
        assertThat(result.errors())
                .extracting(LayerError::layer, LayerError::type)
                .containsExactly(tuple("language", Type.FAILED));
    }

    @Test
    void saysThatNothingIsThereWhereTheTimeIsUpBeforeTheLanguageIsKnown() {
        use(broker(1, 8, SHORT));
        install(detector("en").doing(this::waitForInterrupt), tagger("tokens"));
        assertThat(annotate("", "tokens").errors())
                .extracting(LayerError::layer, LayerError::type)
                .containsExactly(tuple("tokens", Type.TIMED_OUT));
    }

    @Test
    void refusesALayerOfNoLanguageBeforeItDetectsOne() {
        install(
                detector("en").doing(text -> {
                    throw new AssertionError("asked");
                }),
                tagger("tokens"));
        assertThatThrownBy(() -> annotate("", "mood")).isInstanceOf(UnknownLayerException.class);
    }

    @Test
    void servesATaggerThatAsksTheBrokerItself() {
        use(broker(1, 1, LONG));
        install(tagger("tokens"), tagger("digest").doing(text -> {
            assertThat(annotate("en", "tokens").errors()).isEmpty();
            return text;
        }));
        assertThat(annotate("en", "digest").errors()).isEmpty();
    }

    @Test
    void answersInTimeWhileItsLimitsAreChanged() throws Exception {
        install(tagger("tokens"));
        CompletableFuture<Void> changes = CompletableFuture.runAsync(() -> {
            for (int i = 0; i < 20; i++) {
                broker.use(new EngineLimits(1 + i % 3, 8, LONG, 3, 100));
            }
        });
        while (!changes.isDone()) {
            assertThat(annotate("en").errors()).isEmpty();
        }
        changes.get(10, TimeUnit.SECONDS);
    }

    @Test
    void aNewVersionThatIsHeldBackServesWhenTheHoldIsClosed() {
        install(tagger("tokens"));
        Declaration next = new Declaration(
                "tokens", "2.0.0", 0, List.of(), List.of("tokens"), List.of("en"), false, "", "the.bundle", 8);
        PublicationHold hold = broker.holdBack("the.bundle");
        broker.registry().install(new InstalledTagger(next, text -> Layers.of("tokens", List.of()), 1_000_000));
        assertThat(annotate("en", "tokens").taggers()).containsEntry("tokens", "1.0.0");
        assertThat(broker.taggers())
                .filteredOn(tagger -> tagger.version().equals("2.0.0"))
                .extracting(TaggerInfo::state)
                .containsExactly(TaggerInfo.State.READY);
        hold.close();
        assertThat(annotate("en", "tokens").taggers()).containsEntry("tokens", "2.0.0");
    }

    @Test
    void annotatesSubmittedTextsSideBySide() {
        CyclicBarrier both = new CyclicBarrier(2);
        install(tagger("tokens").doing(text -> {
            meet(both);
            return text;
        }));
        try (Lease lease = broker.lease(List.of())) {
            PendingResult one = lease.submit(new AnnotationRequest(TEXT, List.of("tokens"), "en"));
            PendingResult other = lease.submit(new AnnotationRequest(TEXT, List.of("tokens"), "en"));
            assertThat(one.await().errors()).isEmpty();
            assertThat(other.await().errors()).isEmpty();
            assertThat(other.await().generation()).isEqualTo(lease.generation());
        }
    }

    @Test
    void aClosedLeaseCancelsTheTextsThatNobodyAwaits() throws Exception {
        CountDownLatch interrupted = new CountDownLatch(1);
        CountDownLatch begun = new CountDownLatch(1);
        install(tagger("tokens").doing(text -> {
            begun.countDown();
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                interrupted.countDown();
            }
            return text;
        }));
        try (Lease lease = broker.lease(List.of())) {
            lease.submit(new AnnotationRequest(TEXT, List.of("tokens"), "en"));
            begun.await();
        }
        assertThat(interrupted.await(10, TimeUnit.SECONDS)).isTrue();
    }

    private static void meet(CyclicBarrier barrier) {
        try {
            barrier.await(10, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static DefaultBroker broker(int threads, int queue, Duration time) {
        return new DefaultBroker(new EngineLimits(threads, queue, time, 3, 10_000));
    }

    private void use(DefaultBroker other) {
        broker.deactivate();
        broker = other;
    }

    private void install(TaggerFixture... taggers) {
        for (TaggerFixture tagger : taggers) {
            broker.registry().install(tagger.installed());
        }
    }

    private AnnotationResult annotate(String language, String... layers) {
        return broker.annotate(new AnnotationRequest(TEXT, List.of(layers), language));
    }

    private static TaggerFixture detector(String language) {
        return tagger("detector").produces("language").anyLanguage().labelling(language);
    }

    private AnnotatedText waitForInterrupt(AnnotatedText text) {
        while (!Thread.currentThread().isInterrupted() && !released.get()) {
            LockSupport.parkNanos(1_000_000);
        }
        return text;
    }

    /** Does not hear of interrupts. */
    private AnnotatedText waitForRelease(AnnotatedText text) {
        while (!released.get()) {
            Thread.onSpinWait();
        }
        return text;
    }

    private static AnnotatedText recurse(AnnotatedText text) {
        return recurse(new AnnotatedText(text.text(), text.language()));
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException stop) {
            throw new IllegalStateException(stop);
        }
    }

    private static AnnotatedText meet(CyclicBarrier barrier, AnnotatedText text) {
        try {
            barrier.await(10, TimeUnit.SECONDS);
        } catch (Exception alone) {
            throw new IllegalStateException("the other one does not run at the same time", alone);
        }
        return text;
    }
}

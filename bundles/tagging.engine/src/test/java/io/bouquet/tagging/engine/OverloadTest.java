package io.bouquet.tagging.engine;

import static io.bouquet.tagging.engine.TaggerFixture.tagger;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;
import static org.awaitility.Awaitility.await;

import io.bouquet.tagging.AnnotatedText;
import io.bouquet.tagging.Annotation;
import io.bouquet.tagging.AnnotationRequest;
import io.bouquet.tagging.AnnotationResult;
import io.bouquet.tagging.LayerError;
import io.bouquet.tagging.Layers;
import io.bouquet.tagging.Lease;
import io.bouquet.tagging.Span;
import io.bouquet.tagging.TaggerInfo;
import io.bouquet.tagging.TaggerInfo.State;
import io.bouquet.tagging.spi.Tagger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Many texts at once, and changes while a tagger is being prepared: what is not the tagger's fault is not laid on it. */
@Timeout(120)
class OverloadTest {
    private static final Duration LONG = Duration.ofSeconds(60);
    /** The length of a text for which the tagger allocates until it is interrupted, in UTF-16 units. */
    private static final int LARGE = 200_000;

    /** Where compiled code cannot leave out what is allocated. */
    private static volatile byte[] allocated = {};

    private final ExecutorService callers = Executors.newCachedThreadPool();
    private DefaultBroker broker;

    @BeforeEach
    void startABroker() {
        broker = broker(8, LONG, 2, Long.MAX_VALUE);
    }

    @AfterEach
    void stopIt() {
        callers.shutdownNow();
        broker.deactivate();
    }

    @Test
    void whoWaitsForATaggerIsAnsweredWhenItIsSuspended() throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        broker.registry()
                .install(tagger("mood")
                        .doing(text -> {
                            awaited(go);
                            throw new IllegalStateException("the model server is down");
                        })
                        .installed());
        List<CompletableFuture<AnnotationResult>> answers =
                IntStream.range(0, 20).mapToObj(i -> ask("Tim met Ada")).toList();
        await().atMost(LONG).until(() -> traffic().running() == 2);
        go.countDown();
        // well before the time of a text is up
        List<LayerError.Type> types = new ArrayList<>();
        for (CompletableFuture<AnnotationResult> answer : answers) {
            types.add(answer.get(LONG.toSeconds() / 2, TimeUnit.SECONDS)
                    .errors()
                    .get(0)
                    .type());
        }
        assertThat(types)
                .contains(LayerError.Type.SUSPENDED)
                .containsOnly(LayerError.Type.FAILED, LayerError.Type.SUSPENDED);
    }

    @Test
    void thatMoreAskThanATaggerCanDoIsNotItsFault() throws Exception {
        broker.deactivate();
        broker = broker(4, Duration.ofSeconds(2), 3, Long.MAX_VALUE);
        // it does one text after the other, slowly but well
        Semaphore turns = new Semaphore(1);
        broker.registry()
                .install(tagger("mood")
                        .doing(text -> {
                            turns.acquireUninterruptibly();
                            try {
                                TimeUnit.MILLISECONDS.sleep(100);
                            } catch (InterruptedException stop) {
                                Thread.currentThread().interrupt();
                            } finally {
                                turns.release();
                            }
                            return text;
                        })
                        .installed());
        List<CompletableFuture<AnnotationResult>> answers =
                IntStream.range(0, 80).mapToObj(i -> ask("Tim met Ada")).toList();
        List<LayerError> errors = new ArrayList<>();
        for (CompletableFuture<AnnotationResult> answer : answers) {
            errors.addAll(answer.get(LONG.toSeconds(), TimeUnit.SECONDS).errors());
        }
        assertThat(errors).isNotEmpty().extracting(LayerError::type).containsOnly(LayerError.Type.TIMED_OUT);
        assertThat(traffic().circuit()).isEqualTo(TaggerInfo.Circuit.CLOSED);
    }

    @Test
    void aTextThatIsTooLargeIsNotATaggersFault() {
        broker.deactivate();
        broker = broker(8, LONG, 2, 1 << 20);
        broker.registry()
                .install(tagger("mood")
                        .doing(text -> {
                            do {
                                allocate();
                            } while (text.text().length() >= LARGE);
                            return text;
                        })
                        .installed());
        for (int i = 0; i < 6; i++) {
            AnnotationResult result = annotate("a ".repeat(LARGE / 2));
            assertThat(result.errors()).extracting(LayerError::type).containsExactly(LayerError.Type.TOO_LARGE);
        }
        assertThat(traffic().circuit()).isEqualTo(TaggerInfo.Circuit.CLOSED);
        assertThat(annotate("Tim").errors()).isEmpty();
    }

    @Test
    void aCandidateWhosePropertiesChangeWhileItLoadsServesInTheEnd() throws Exception {
        CountDownLatch loading = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        Tagger slow = new Tagger() {
            @Override
            public void load() throws InterruptedException {
                loading.countDown();
                go.await();
            }

            @Override
            public Layers tag(AnnotatedText text) {
                return mood(text);
            }
        };
        Declaration first = declaration("mood", 7);
        broker.prepare(new InstalledTagger(first, slow, 4711, State.NEW), () -> GoldSamples.NONE);
        loading.await();
        broker.registry().declare(4711, first.ranking(5));
        go.countDown();
        await().atMost(LONG).until(() -> broker.taggers().get(0).state() == State.SERVING);
    }

    @Test
    void aChangeOfPropertiesKeepsTheFigures() {
        InstalledTagger mood = tagger("mood").installed();
        broker.registry().install(mood);
        annotate("Tim");
        broker.registry().declare(mood.serviceId(), mood.declaration().ranking(5));
        annotate("Tim");
        assertThat(traffic().calls()).isEqualTo(2);
    }

    @Test
    void aLeaseIsAnsweredByWhatWasDeclaredWhenItBegan() {
        InstalledTagger mood = tagger("mood").installed();
        broker.registry().install(mood);
        Declaration its = mood.declaration();
        try (Lease lease = broker.lease(List.of("mood"))) {
            broker.registry()
                    .declare(
                            mood.serviceId(),
                            new Declaration(
                                    "mood",
                                    "2.0.0",
                                    0,
                                    List.of("tokens"),
                                    List.of("mood"),
                                    List.of("de"),
                                    false,
                                    "",
                                    "b",
                                    7));
            AnnotationResult result = lease.annotate(new AnnotationRequest("Tim", List.of("mood"), "en"));
            assertThat(result.errors()).isEmpty();
            assertThat(result.taggers()).containsExactly(entry("mood", its.version()));
        }
    }

    @Test
    void errorsOfOneCandidateDoNotEndThePreparationOfOthers() {
        for (int i = 0; i < 3; i++) {
            InstalledTagger bad = new InstalledTagger(declaration("bad" + i, i), OverloadTest::mood, i, State.NEW);
            broker.prepare(bad, () -> {
                throw new OutOfMemoryError("samples");
            });
        }
        broker.prepare(
                new InstalledTagger(declaration("mood", 7), OverloadTest::mood, 7, State.NEW), () -> GoldSamples.NONE);
        await().atMost(LONG).until(() -> broker.taggers().stream()
                .anyMatch(tagger -> tagger.name().equals("mood") && tagger.state() == State.SERVING));
    }

    private static Declaration declaration(String name, long bundle) {
        return new Declaration(
                name, "1.0.0", 0, List.of(), List.of("mood"), List.of("en"), false, "", "b" + bundle, bundle);
    }

    private static Layers mood(AnnotatedText text) {
        return Layers.of("mood", List.of(new Annotation(Span.of(text.text()), "good")));
    }

    private static DefaultBroker broker(int threads, Duration time, int concurrency, long bytes) {
        return new DefaultBroker(new EngineLimits(
                threads, 256, time, 3, 1_000_000, concurrency, time, bytes, LONG, LONG, LONG, Long.MAX_VALUE));
    }

    private CompletableFuture<AnnotationResult> ask(String text) {
        return CompletableFuture.supplyAsync(() -> annotate(text), callers);
    }

    private AnnotationResult annotate(String text) {
        return broker.annotate(new AnnotationRequest(text, List.of("mood"), "en"));
    }

    private TaggerInfo.Traffic traffic() {
        return broker.taggers().get(0).traffic();
    }

    /** It heeds the interrupt, as a tagger should. */
    private static void allocate() {
        allocated = new byte[1 << 16];
        if (Thread.currentThread().isInterrupted()) {
            throw new IllegalStateException("interrupted");
        }
    }

    private static void awaited(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }
}

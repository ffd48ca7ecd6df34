package io.bouquet.tagging.engine;

import static io.bouquet.tagging.engine.TaggerFixture.tagger;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.bouquet.tagging.AnnotatedText;
import io.bouquet.tagging.AnnotationRequest;
import io.bouquet.tagging.AnnotationResult;
import io.bouquet.tagging.AwaitedTaggerException;
import io.bouquet.tagging.LayerError;
import io.bouquet.tagging.Layers;
import io.bouquet.tagging.Lease;
import io.bouquet.tagging.Pipeline;
import io.bouquet.tagging.Policy;
import io.bouquet.tagging.TaggerInfo;
import io.bouquet.tagging.TaggerInfo.State;
import io.bouquet.tagging.UnknownLayerException;
import io.bouquet.tagging.spi.Tagger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class SwapTest {
    private static final String TEXT = "Tim met Ada";
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final Duration SHORT = Duration.ofMillis(200);

    private final CountDownLatch release = new CountDownLatch(1);
    private DefaultBroker broker = new DefaultBroker(limits(LONG, LONG));

    @AfterEach
    void close() {
        release.countDown();
        broker.deactivate();
    }

    @Test
    void answersEachRequestByOneGenerationOnlyWhileTaggersAreSwapped() throws Exception {
        int swaps = 300;
        broker.registry().install(tagger("other").installed());
        InstalledTagger[] serving = pair("0");
        AtomicBoolean over = new AtomicBoolean();
        ExecutorService callers = Executors.newFixedThreadPool(4);
        try {
            List<Future<List<AnnotationResult>>> answers = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                answers.add(callers.submit(() -> {
                    List<AnnotationResult> mine = new ArrayList<>();
                    while (!over.get()) {
                        mine.add(annotate("tokens", "pos", "other"));
                    }
                    return mine;
                }));
            }
            for (int i = 1; i <= swaps; i++) {
                InstalledTagger[] next = pair(Integer.toString(i));
                for (InstalledTagger old : serving) {
                    broker.registry().remove(old.serviceId());
                }
                serving = next;
            }
            over.set(true);
            int seen = 0;
            for (Future<List<AnnotationResult>> mine : answers) {
                Map<Long, Map<String, String>> byGeneration = new HashMap<>();
                for (AnnotationResult result : mine.get(20, TimeUnit.SECONDS)) {
                    assertThat(result.errors()).isEmpty();
                    assertThat(result.layers().names()).containsExactly("tokens", "pos", "other");
                    result.taggers().forEach((name, version) -> assertThat(
                                    result.layers().get(name).get(0).label())
                            .isEqualTo(name + " " + version));
                    assertThat(byGeneration.computeIfAbsent(result.generation(), any -> result.taggers()))
                            .isEqualTo(result.taggers());
                    seen++;
                }
            }
            assertThat(seen).isPositive();
        } finally {
            over.set(true);
            callers.shutdownNow();
        }
    }

    private InstalledTagger[] pair(String major) {
        InstalledTagger tokens = tagger("tokens").version(major + ".0.0").installed();
        InstalledTagger pos =
                tagger("pos").requires("tokens").version(major + ".0.0").installed();
        broker.registry().install(tokens);
        broker.registry().install(pos);
        return new InstalledTagger[] {tokens, pos};
    }

    @Test
    void waitsForTheRequestsOfATaggerThatGoes() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        InstalledTagger tokens =
                tagger("tokens").doing(text -> hold(begun, text)).installed();
        broker.registry().install(tokens);
        CompletableFuture<AnnotationResult> running = CompletableFuture.supplyAsync(() -> annotate("tokens"));
        begun.await();
        CompletableFuture<Void> removal =
                CompletableFuture.runAsync(() -> broker.registry().remove(tokens.serviceId()));
        await().until(() -> states("tokens").equals(List.of(State.DRAINING)));
        assertThat(removal).isNotDone();
        release.countDown();
        removal.get(10, TimeUnit.SECONDS);
        assertThat(running.get(10, TimeUnit.SECONDS).errors()).isEmpty();
        assertThat(states("tokens")).containsExactly(State.RETIRED);
    }

    @Test
    void waitsNoLongerThanTheBoundForATaggerThatHangs() throws Exception {
        use(limits(SHORT, LONG));
        CountDownLatch begun = new CountDownLatch(1);
        InstalledTagger hung = tagger("hung").doing(text -> hold(begun, text)).installed();
        broker.registry().install(hung);
        CompletableFuture<AnnotationResult> running = CompletableFuture.supplyAsync(() -> annotate("hung"));
        begun.await();
        broker.registry().remove(hung.serviceId());
        assertThat(running).isNotDone();
    }

    @Test
    void isNotHeldUpByAnotherTaggerThatHangsForAnAnswerOfLongAgo() {
        use(new EngineLimits(2, 8, SHORT, 3, 10_000, 1, SHORT, Long.MAX_VALUE, LONG, LONG, LONG, Long.MAX_VALUE));
        InstalledTagger tokens = tagger("tokens").installed();
        broker.registry().install(tokens);
        broker.registry().install(tagger("hung").doing(this::hangDeaf).installed());
        assertThat(annotate("tokens", "hung").errors())
                .extracting(LayerError::layer)
                .containsExactly("hung");
        CompletableFuture<Void> removal =
                CompletableFuture.runAsync(() -> broker.registry().remove(tokens.serviceId()));
        // the other tagger hangs until the test ends
        assertThat(removal).succeedsWithin(LONG.dividedBy(2));
    }

    @Test
    void letsRequestsWaitForATaggerThatComesBack() throws Exception {
        InstalledTagger old = tagger("tokens").installed();
        broker.registry().install(old);
        broker.registry().install(tagger("other").installed());
        broker.registry().remove(old.serviceId(), LONG);
        CompletableFuture<AnnotationResult> waiting = CompletableFuture.supplyAsync(() -> annotate("tokens"));
        assertThat(annotate("other").errors()).isEmpty();
        assertThat(broker.pipelines()).flatExtracting(Pipeline::layers).contains("tokens");
        assertThat(waiting).isNotDone();
        broker.prepare(candidate(tagger("tokens").version("1.1.0")), () -> GoldSamples.NONE);
        AnnotationResult result = waiting.get(10, TimeUnit.SECONDS);
        assertThat(result.errors()).isEmpty();
        assertThat(result.taggers()).containsEntry("tokens", "1.1.0");
    }

    @Test
    void refusesARequestWhoseTaggerDoesNotComeBackInTimeAndThenNoMoreWait() {
        InstalledTagger old = tagger("tokens").installed();
        broker.registry().install(old);
        broker.registry().remove(old.serviceId(), SHORT);
        assertThatThrownBy(() -> annotate("tokens")).isInstanceOf(AwaitedTaggerException.class);
        assertThatThrownBy(() -> annotate("tokens"))
                .isInstanceOf(RuntimeException.class)
                .isNotInstanceOf(AwaitedTaggerException.class);
    }

    @Test
    void waitsForATaggerNoLongerThanTheRequestAllows() {
        InstalledTagger old = tagger("tokens").installed();
        broker.registry().install(old);
        broker.registry().remove(old.serviceId(), LONG);
        AnnotationRequest request = new AnnotationRequest("text", List.of("tokens"), "en").withTimeLimit(SHORT);
        long begin = System.nanoTime();
        assertThatThrownBy(() -> broker.annotate(request)).isInstanceOf(AwaitedTaggerException.class);
        assertThatThrownBy(() -> broker.lease(List.of("tokens"), SHORT)).isInstanceOf(AwaitedTaggerException.class);
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(LONG.dividedBy(2));
        // others may still wait
        assertThat(broker.pipelines()).flatExtracting(Pipeline::layers).contains("tokens");
    }

    @Test
    void tellsRequestsToComeBackWhileWhatReplacesATaggerLoadsForLong() throws Exception {
        InstalledTagger old = tagger("tokens").installed();
        broker.registry().install(old);
        broker.registry().remove(old.serviceId(), SHORT);
        broker.prepare(
                candidate(tagger("tokens").version("1.1.0"), new Tagger() {
                    @Override
                    public void load() throws InterruptedException {
                        release.await();
                    }

                    @Override
                    public Layers tag(AnnotatedText text) {
                        return Layers.of("tokens", List.of());
                    }
                }),
                () -> GoldSamples.NONE);
        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(() -> annotate("tokens")).isInstanceOf(AwaitedTaggerException.class);
        }
        release.countDown();
        await().untilAsserted(() -> assertThat(annotate("tokens").errors()).isEmpty());
    }

    @Test
    void doesNotLetRequestsWaitForATaggerThatIsGoneForGood() {
        InstalledTagger old = tagger("tokens").installed();
        broker.registry().install(old);
        broker.registry().install(tagger("other").installed());
        broker.registry().remove(old.serviceId(), Duration.ZERO);
        assertThatThrownBy(() -> annotate("tokens")).isInstanceOf(UnknownLayerException.class);
    }

    @Test
    void endsTheWaitingWhenTheBundleIsUninstalled() {
        InstalledTagger old = tagger("tokens").installed();
        broker.registry().install(old);
        broker.registry().install(tagger("other").installed());
        broker.registry().remove(old.serviceId(), LONG);
        CompletableFuture<AnnotationResult> waiting = CompletableFuture.supplyAsync(() -> annotate("tokens"));
        broker.registry().forget(old.declaration().bundleId());
        assertThatThrownBy(() -> waiting.get(10, TimeUnit.SECONDS))
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(UnknownLayerException.class);
    }

    @Test
    void endsTheWaitingWhenWhatComesBackFails() {
        InstalledTagger old = tagger("tokens").installed();
        broker.registry().install(old);
        broker.registry().install(tagger("other").installed());
        broker.registry().remove(old.serviceId(), LONG);
        CompletableFuture<AnnotationResult> waiting = CompletableFuture.supplyAsync(() -> annotate("tokens"));
        broker.prepare(candidate(tagger("tokens").version("1.1.0")), () -> {
            throw new IllegalArgumentException("no samples at all");
        });
        assertThatThrownBy(() -> waiting.get(10, TimeUnit.SECONDS))
                .hasCauseInstanceOf(UnknownLayerException.class)
                .hasMessageContaining("no samples at all");
    }

    @Test
    void lettingAnotherVersionTakeOverNeedsNoWaiting() {
        InstalledTagger newest = tagger("tokens").version("2.0.0").installed();
        broker.registry().install(tagger("tokens").installed());
        broker.registry().install(newest);
        broker.registry().remove(newest.serviceId(), LONG);
        assertThat(annotate("tokens").taggers()).containsEntry("tokens", "1.0.0");
    }

    @Test
    void holdsOneGenerationForManyTexts() {
        InstalledTagger old = tagger("tokens").installed();
        broker.registry().install(old);
        Lease lease = broker.lease(List.of("tokens"));
        broker.registry().install(tagger("tokens").version("2.0.0").installed());
        AnnotationResult held = lease.annotate(request("tokens"));
        assertThat(held.generation()).isEqualTo(lease.generation());
        assertThat(held.taggers()).containsEntry("tokens", "1.0.0");
        assertThat(annotate("tokens").taggers()).containsEntry("tokens", "2.0.0");
        assertThat(states("tokens")).containsExactly(State.SERVING, State.DRAINING);
        lease.close();
        lease.close();
        assertThat(states("tokens")).containsExactly(State.SERVING, State.READY);
    }

    @Test
    void answersATaggerThatAsksTheBrokerByTheGenerationOfItsOwnRequest() {
        broker.registry().install(tagger("tokens").installed());
        List<AnnotationResult> inner = new ArrayList<>();
        broker.registry()
                .install(tagger("digest")
                        .doing(text -> {
                            broker.registry()
                                    .install(tagger("tokens").version("2.0.0").installed());
                            inner.add(annotate("tokens"));
                            return text;
                        })
                        .installed());
        AnnotationResult outer = annotate("digest");
        assertThat(inner).singleElement().satisfies(result -> {
            assertThat(result.generation()).isEqualTo(outer.generation());
            assertThat(result.taggers()).containsEntry("tokens", "1.0.0");
        });
    }

    @Test
    void givesACanaryItsShareAndEachKeyAlwaysTheSameVersion() {
        broker.registry().install(tagger("tokens").installed());
        broker.registry().install(tagger("tokens").version("2.0.0").installed());
        broker.registry().policies(Map.of("tokens", Policy.canary("1.0.0", "2.0.0", 20)));
        assertThat(broker.taggers()).extracting(TaggerInfo::share).containsExactly(20, 80);
        List<String> first = byKeys();
        assertThat(byKeys()).isEqualTo(first);
        assertThat(first.stream().filter("2.0.0"::equals).count()).isBetween(120L, 280L);
        broker.registry().policies(Map.of("tokens", Policy.canary("1.0.0", "2.0.0", 60)));
        List<String> more = byKeys();
        assertThat(IntStream.range(0, more.size()).filter(i -> first.get(i).equals("2.0.0")))
                .allMatch(i -> more.get(i).equals("2.0.0"));
    }

    private List<String> byKeys() {
        return IntStream.range(0, 1000)
                .mapToObj(i -> broker.annotate(new AnnotationRequest(TEXT, List.of("tokens"), "en", "user-" + i))
                        .taggers()
                        .get("tokens"))
                .toList();
    }

    @Test
    void comparesAShadowThatNeverAnswers() {
        broker.registry().install(tagger("tokens").installed());
        broker.registry().install(tagger("tokens").version("2.0.0").installed());
        broker.registry().policies(Map.of("tokens", Policy.shadow("1.0.0", "2.0.0")));
        for (int i = 0; i < 10; i++) {
            assertThat(annotate("tokens").taggers()).containsEntry("tokens", "1.0.0");
        }
        await().untilAsserted(() -> assertThat(broker.comparison("tokens")).hasValueSatisfying(comparison -> {
            assertThat(comparison.texts()).isEqualTo(10);
            assertThat(comparison.equal()).isZero();
            assertThat(comparison.onlyCandidate()).isEqualTo(10);
        }));
    }

    @Test
    void leavesThreadsToOthersWhereATaggerIsSlow() throws Exception {
        use(new EngineLimits(3, 64, LONG, 3, 10_000, 2, LONG, Long.MAX_VALUE, LONG, LONG, LONG, Long.MAX_VALUE));
        CountDownLatch begun = new CountDownLatch(2);
        broker.registry()
                .install(tagger("slow").doing(text -> hold(begun, text)).installed());
        broker.registry().install(tagger("quick").installed());
        List<CompletableFuture<AnnotationResult>> slow = new ArrayList<>();
        ExecutorService callers = Executors.newFixedThreadPool(10);
        try {
            for (int i = 0; i < 10; i++) {
                slow.add(CompletableFuture.supplyAsync(() -> annotate("slow"), callers));
            }
            begun.await();
            for (int i = 0; i < 10; i++) {
                assertThat(annotate("quick").errors()).isEmpty();
            }
            assertThat(slow).noneMatch(CompletableFuture::isDone);
            release.countDown();
            for (CompletableFuture<AnnotationResult> one : slow) {
                assertThat(one.get(10, TimeUnit.SECONDS).errors()).isEmpty();
            }
        } finally {
            callers.shutdownNow();
        }
    }

    @Test
    void leavesATaggerAloneThatHangsAgainAndAgain() {
        use(new EngineLimits(2, 8, SHORT, 3, 10_000, 1, SHORT, Long.MAX_VALUE, SHORT, LONG, LONG, Long.MAX_VALUE));
        broker.registry().install(tagger("hung").doing(this::hangDeaf).installed());
        broker.registry().install(tagger("after").requires("hung").installed());
        await().untilAsserted(() -> assertThat(annotate("hung", "after").errors())
                .extracting(LayerError::type)
                .containsExactly(LayerError.Type.SUSPENDED, LayerError.Type.SKIPPED));
    }

    @Test
    void interruptsATaggerThatAllocatesWithoutEnd() {
        use(new EngineLimits(2, 8, LONG, 3, 10_000, 1, LONG, 64 << 20, LONG, LONG, LONG, Long.MAX_VALUE));
        broker.registry()
                .install(tagger("greedy")
                        .doing(text -> {
                            long sum = 0;
                            while (!Thread.currentThread().isInterrupted()) {
                                sum += new byte[1 << 20].length;
                            }
                            assertThat(sum).isPositive();
                            return text;
                        })
                        .installed());
        broker.registry().install(tagger("modest").installed());
        AnnotationResult result = annotate("greedy", "modest");
        assertThat(result.layers().names()).containsExactly("modest");
        assertThat(result.errors()).singleElement().satisfies(error -> {
            assertThat(error.type()).isEqualTo(LayerError.Type.FAILED);
            assertThat(error.message()).contains("allocated more than 64 MiB");
        });
    }

    private void use(EngineLimits limits) {
        broker.deactivate();
        broker = new DefaultBroker(limits);
    }

    private static EngineLimits limits(Duration drain, Duration await) {
        return new EngineLimits(4, 64, LONG, 3, 10_000, 4, LONG, Long.MAX_VALUE, drain, await, LONG, Long.MAX_VALUE);
    }

    private static InstalledTagger candidate(TaggerFixture fixture) {
        return candidate(fixture, fixture.installed().tagger());
    }

    private static InstalledTagger candidate(TaggerFixture fixture, Tagger tagger) {
        InstalledTagger ready = fixture.returning(tagger);
        return new InstalledTagger(ready.declaration(), ready.tagger(), ready.serviceId(), State.NEW);
    }

    private AnnotationResult annotate(String... layers) {
        return broker.annotate(request(layers));
    }

    private static AnnotationRequest request(String... layers) {
        return new AnnotationRequest(TEXT, List.of(layers), "en");
    }

    private List<State> states(String name) {
        return broker.taggers().stream()
                .filter(tagger -> tagger.name().equals(name))
                .map(TaggerInfo::state)
                .toList();
    }

    private AnnotatedText hold(CountDownLatch begun, AnnotatedText text) {
        begun.countDown();
        try {
            release.await();
        } catch (InterruptedException stop) {
            throw new IllegalStateException(stop);
        }
        return text;
    }

    /** Does not hear of interrupts. */
    private AnnotatedText hangDeaf(AnnotatedText text) {
        while (release.getCount() > 0) {
            Thread.onSpinWait();
        }
        return text;
    }
}

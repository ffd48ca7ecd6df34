package io.bouquet.tagging.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;
import static org.awaitility.Awaitility.await;

import io.bouquet.tagging.AnnotatedText;
import io.bouquet.tagging.Annotation;
import io.bouquet.tagging.Comparison;
import io.bouquet.tagging.Comparison.Difference;
import io.bouquet.tagging.Layers;
import io.bouquet.tagging.Span;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ShadowTest {
    private static final Duration LONG = Duration.ofSeconds(30);

    private Shadow shadow;

    @AfterEach
    void endsItsThread() {
        shadow.close();
        await().until(shadow::isGone);
    }

    @Test
    void countsWhatBothMakeAndWhatOnlyOneMakes() {
        start(text -> Layers.of("e", Arrays.asList(at(0, 3, "person"), at(4, 8, "place"), at(9, 10, "x"))));
        shadow.offer(text("Ann Bonn u"), Layers.of("e", Arrays.asList(at(0, 3, "person"), at(4, 8, "person"))), 100);
        Comparison seen = await().until(shadow::comparison, comparison -> comparison.texts() == 1);
        assertThat(seen.equal()).isZero();
        assertThat(seen.both()).isEqualTo(1);
        assertThat(seen.onlyVersion()).isEqualTo(1);
        assertThat(seen.onlyCandidate()).isEqualTo(2);
        assertThat(seen.agreement()).isEqualTo(0.4);
        assertThat(seen.versionMicros()).isEqualTo(100);
        assertThat(seen.differences())
                .containsExactly(new Difference(
                        "Ann Bonn u",
                        0,
                        "e",
                        Arrays.asList(at(4, 8, "person")),
                        Arrays.asList(at(4, 8, "place"), at(9, 10, "x"))));
    }

    @Test
    void comparesOnlyTheLayersThatWereAnsweredAndNotTheirScores() {
        start(text -> Layers.of("e", Arrays.asList(new Annotation(new Span(0, 1), "l", 0.25)))
                .with("more", Arrays.asList(at(0, 1, "m"))));
        shadow.offer(text("x"), Layers.of("e", Arrays.asList(new Annotation(new Span(0, 1), "l", 0.5))), 1);
        await().until(() -> shadow.comparison().equal() == 1);
        assertThat(shadow.comparison().differences()).isEmpty();
    }

    @Test
    void countsAnAnnotationThatIsMadeTwice() {
        start(text -> Layers.of("e", Arrays.asList(at(0, 1, "l"), at(0, 1, "l"))));
        shadow.offer(text("x"), Layers.of("e", Arrays.asList(at(0, 1, "l"))), 1);
        Comparison seen = await().until(shadow::comparison, comparison -> comparison.texts() == 1);
        assertThat(seen.onlyCandidate()).isEqualTo(1);
        assertThat(seen.both()).isEqualTo(1);
    }

    @Test
    void cutsAnExcerptAroundTheFirstDifference() {
        start(text -> Layers.of("e", Arrays.asList()));
        String long200 = "😀".repeat(100) + "here" + "😀".repeat(100);
        shadow.offer(text(long200), Layers.of("e", Arrays.asList(at(200, 204, "l"), at(300, 302, "far"))), 1);
        await().until(() -> shadow.comparison().texts() == 1);
        Difference difference = shadow.comparison().differences().get(0);
        assertThat(difference.excerpt()).hasSize(80).contains("here");
        assertThat(difference.offset()).isEqualTo(180);
        assertThat(difference.onlyVersion()).containsExactly(at(200, 204, "l"));
        assertThat(shadow.comparison().onlyVersion()).isEqualTo(2);
    }

    @Test
    void doesNotCutACharacterInTwo() {
        start(text -> Layers.of("e", Arrays.asList()));
        shadow.offer(text("😀".repeat(100)), Layers.of("e", Arrays.asList(at(51, 52, "half"))), 1);
        await().until(() -> shadow.comparison().texts() == 1);
        Difference difference = shadow.comparison().differences().get(0);
        assertThat(difference.excerpt()).isEqualTo("😀".repeat(39));
        assertThat(difference.offset()).isEqualTo(32);
    }

    @Test
    void remembersTheLatestDifferencesNewestFirst() {
        start(text -> Layers.of("e", Arrays.asList()));
        for (int i = 0; i < 25; i++) {
            shadow.offer(text("text " + i), Layers.of("e", Arrays.asList(at(0, 1, "l"))), i);
            int done = i + 1;
            await().until(() -> shadow.comparison().texts() == done);
        }
        assertThat(shadow.comparison().differences()).hasSize(20);
        assertThat(shadow.comparison().differences().get(0).excerpt()).isEqualTo("text 24");
        assertThat(shadow.comparison().versionMicros()).isEqualTo(12);
    }

    @Test
    void countsWhatTheCandidateThrows() {
        start(text -> {
            if (text.text().equals("bad")) {
                throw new StackOverflowError();
            }
            return Layers.none();
        });
        shadow.offer(text("bad"), Layers.none(), 1);
        shadow.offer(text("good"), Layers.none(), 1);
        await().until(() -> shadow.comparison().texts() == 1);
        assertThat(shadow.comparison().failures()).isEqualTo(1);
    }

    @Test
    void dropsTextsWhileTheCandidateIsBehind() throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        CountDownLatch at = new CountDownLatch(1);
        start(text -> {
            at.countDown();
            awaitUninterruptibly(go);
            return Layers.none();
        });
        shadow.offer(text("first"), Layers.none(), 1);
        at.await();
        for (int i = 0; i < 100; i++) {
            shadow.offer(text("more"), Layers.none(), 1);
        }
        assertThat(shadow.comparison().dropped()).isEqualTo(100 - 64);
        go.countDown();
        await().until(() -> shadow.comparison().texts() == 65);
    }

    @Test
    void dropsLongTextsEarlier() throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        CountDownLatch at = new CountDownLatch(1);
        start(text -> {
            at.countDown();
            awaitUninterruptibly(go);
            return Layers.none();
        });
        shadow.offer(text("first"), Layers.none(), 1);
        at.await();
        for (int i = 0; i < 4; i++) {
            shadow.offer(text("x".repeat(600_000)), Layers.none(), 1);
        }
        assertThat(shadow.comparison().dropped()).isEqualTo(3);
        go.countDown();
        await().until(() -> shadow.comparison().texts() == 2);
        shadow.offer(text("x".repeat(2_000_000)), Layers.none(), 1);
        await().until(() -> shadow.comparison().texts() == 3);
    }

    @Test
    void interruptsACandidateThatHangsAndGoesOnWithTheNextText() {
        AtomicInteger calls = new AtomicInteger();
        start(
                text -> {
                    if (calls.getAndIncrement() == 0) {
                        try {
                            new CountDownLatch(1).await();
                        } catch (InterruptedException late) {
                            throw new IllegalStateException(late);
                        }
                    }
                    return Layers.none();
                },
                Duration.ofMillis(20));
        shadow.offer(text("hangs"), Layers.none(), 1);
        shadow.offer(text("good"), Layers.none(), 1);
        Comparison seen = await().until(shadow::comparison, comparison -> comparison.texts() == 1);
        assertThat(seen.failures()).isEqualTo(1);
    }

    @Test
    void leavesTheThreadOfACandidateThatIgnoresItsInterruptAndDropsWhatComes() {
        CountDownLatch go = new CountDownLatch(1);
        start(
                text -> {
                    awaitUninterruptibly(go);
                    return Layers.none();
                },
                Duration.ofMillis(20));
        shadow.offer(text("hangs"), Layers.none(), 1);
        await().until(() -> shadow.comparison().failures() == 1);
        for (int i = 0; i < 65; i++) {
            shadow.offer(text("more"), Layers.none(), 1);
        }
        assertThat(shadow.comparison().dropped()).isEqualTo(1);
        assertThat(shadow.comparison().failures()).isEqualTo(1);
        go.countDown();
        // the late one is a failure and no comparison
        await().until(() -> shadow.comparison().texts() == 64);
    }

    @Test
    void interruptsItsCandidateWhenItIsClosed() {
        CountDownLatch at = new CountDownLatch(1);
        start(text -> {
            at.countDown();
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException closed) {
                Thread.currentThread().interrupt();
            }
            return Layers.none();
        });
        shadow.offer(text("hangs"), Layers.none(), 1);
        await().until(() -> at.getCount() == 0);
        shadow.close();
        await().until(shadow::isGone);
        shadow.offer(text("after"), Layers.none(), 1);
        assertThat(shadow.comparison().dropped()).isEqualTo(1);
    }

    @Test
    void runsOnAThreadThatHasNothingOfWhoeverStartedIt() {
        AtomicReference<Thread> seen = new AtomicReference<>();
        Thread.currentThread().setContextClassLoader(new ClassLoader() {});
        try {
            start(text -> {
                seen.set(Thread.currentThread());
                return Layers.none();
            });
        } finally {
            Thread.currentThread().setContextClassLoader(ShadowTest.class.getClassLoader());
        }
        shadow.offer(text("x"), Layers.none(), 1);
        await().until(() -> seen.get() != null);
        assertThat(seen.get())
                .extracting(Thread::isDaemon, Thread::getPriority, Thread::getContextClassLoader)
                .containsExactly(true, Thread.MIN_PRIORITY, Shadow.class.getClassLoader());
        assertThat(tuple(shadow.comparison().tagger(), shadow.comparison().candidate()))
                .isEqualTo(tuple("entities", "2.0.0"));
    }

    private void start(Function<AnnotatedText, Layers> candidate) {
        start(candidate, LONG);
    }

    private void start(Function<AnnotatedText, Layers> candidate, Duration limit) {
        shadow = new Shadow("entities", "1.0.0", "2.0.0", candidate, limit);
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        boolean done = false;
        while (!done) {
            try {
                latch.await();
                done = true;
            } catch (InterruptedException ignored) {
                // as a tagger does that does not know of interrupts
            }
        }
    }

    private static AnnotatedText text(String text) {
        return new AnnotatedText(text, "en");
    }

    private static Annotation at(int begin, int end, String label) {
        return new Annotation(new Span(begin, end), label);
    }
}

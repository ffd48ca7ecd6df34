package io.bouquet.web.gate;

import static org.assertj.core.api.Assertions.assertThat;

import io.bouquet.web.TrafficCounts;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class GatedRequestTest {
    private final AtomicLong clock = new AtomicLong(System.nanoTime());
    private final Counts counts = new Counts(clock::get);
    private final Gate gate = new Gate(counts, () -> {}, 1_000_000_000L);
    private final GatedRequest request = new GatedRequest(gate, true);
    private final AtomicInteger ended = new AtomicInteger();

    @AfterEach
    void stop() {
        gate.close();
    }

    @Test
    void runsAnEndingActionOnce() {
        request.onEnding(ended::incrementAndGet);
        request.askToEnd();
        request.askToEnd();
        assertThat(ended).hasValue(1);
        assertThat(request.isEnding()).isTrue();
    }

    @Test
    void runsALateEndingActionAtOnce() {
        request.askToEnd();
        request.onEnding(ended::incrementAndGet);
        assertThat(ended).hasValue(1);
    }

    @Test
    void runsOtherEndingActionsIfOneThrows() {
        request.onEnding(() -> {
            throw new IllegalStateException("a plugin's");
        });
        request.onEnding(ended::incrementAndGet);
        request.askToEnd();
        assertThat(ended).hasValue(1);
    }

    @Test
    void neverInterruptsTheNextRequestOfItsThread() throws Exception {
        AtomicBoolean over = new AtomicBoolean();
        AtomicReference<GatedRequest> current = new AtomicReference<>(request);
        Thread interrupting = new Thread(() -> {
            while (!over.get()) {
                current.get().interrupt();
            }
        });
        interrupting.start();
        try {
            for (int i = 0; i < 100_000; i++) {
                GatedRequest next = new GatedRequest(gate, true);
                next.enter("/hello");
                current.set(next);
                next.leavesThread();
                // the server's thread, between two requests
                assertThat(Thread.currentThread().isInterrupted()).isFalse();
                next.finish();
            }
        } finally {
            over.set(true);
            interrupting.join();
        }
    }

    @Test
    void interruptsTheThreadThatWorksOnIt() {
        request.enter("/hello");
        assertThat(request.wasInterrupted()).isFalse();
        request.interrupt();
        assertThat(Thread.currentThread().isInterrupted()).isTrue();
        request.leavesThread();
        assertThat(request.wasInterrupted()).isTrue();
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }

    @Test
    void isNoLongerEnteringOnceFinishedAndFinishesOnce() {
        request.enter("/hello");
        assertThat(request.answer()).isTrue();
        assertThat(request.answer()).isFalse();
        request.finish();
        request.finish();
        ApplicationGate application = gate.applications().of("/hello");
        application.close();
        assertThat(application.drain(System.nanoTime())).isTrue();
    }

    @Test
    void isCountedWithItsTimeAndWhetherItFailed() {
        TrafficCounts start = counts.now();
        counts.begin(request);
        assertThat(counts.inFlight()).isEqualTo(1);
        request.waited();
        clock.set(request.begin + Duration.ofMillis(10).toNanos());
        counts.end(request, true);
        TrafficCounts since = counts.now().since(start);
        assertThat(since.requests()).isEqualTo(1);
        assertThat(since.failed()).isEqualTo(1);
        assertThat(since.waited()).isEqualTo(1);
        assertThat(since.quantileMicros(0.99)).isBetween(10_000L, 11_000L);
        assertThat(counts.inFlight()).isZero();
    }

    @Test
    void isNotCountedIfItIsNoTraffic() {
        GatedRequest asksForHealth = new GatedRequest(gate, false);
        counts.begin(asksForHealth);
        assertThat(counts.inFlight()).isZero();
        counts.end(asksForHealth, true);
        assertThat(counts.now().requests()).isZero();
        assertThat(counts.now().failed()).isZero();
    }

    @Test
    void knowsHowManyThereWereAMinuteAgo() {
        for (int second = 0; second < 300; second++) {
            counts.tick();
            counts.begin(request);
            counts.end(request, false);
            clock.addAndGet(Duration.ofSeconds(1).toNanos());
        }
        assertThat(counts.now().requests()
                        - counts.before(Duration.ofSeconds(60)).requests())
                .isEqualTo(60);
        assertThat(counts.before(Duration.ofHours(1)).requests()).isBetween(100L, 130L);
    }
}

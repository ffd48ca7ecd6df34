package io.bouquet.common;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class BackgroundThreadTest {
    private static final Duration LONG = Duration.ofSeconds(20);

    private final BackgroundThread thread = new BackgroundThread("bouquet-test");

    @AfterEach
    void close() {
        thread.close();
    }

    @Test
    void repeatsATaskThatFails() {
        AtomicInteger runs = new AtomicInteger();
        thread.repeat(Duration.ofMillis(1), () -> {
            runs.incrementAndGet();
            throw new AssertionError("fails each time");
        });
        await().untilAsserted(() -> assertThat(runs).hasValueGreaterThan(2));
    }

    @Test
    void ignoresTasksAfterClosing() {
        AtomicBoolean ran = new AtomicBoolean();
        thread.schedule(Duration.ofMillis(1), () -> {});
        thread.close();
        thread.execute(() -> ran.set(true));
        thread.schedule(Duration.ZERO, () -> ran.set(true));
        assertThat(thread.awaitEnd(LONG)).isTrue();
        assertThat(ran).isFalse();
    }

    @Test
    void waitsForTheRunningTaskWithoutInterruptingIt() throws InterruptedException {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        AtomicBoolean interrupted = new AtomicBoolean();
        thread.execute(() -> {
            begun.countDown();
            try {
                go.await();
            } catch (InterruptedException e) {
                interrupted.set(true);
            }
        });
        begun.await();
        assertThat(thread.closeGently(Duration.ofMillis(10))).isFalse();
        go.countDown();
        assertThat(thread.awaitEnd(LONG)).isTrue();
        assertThat(interrupted).isFalse();
    }

    @Test
    void interruptsTheRunningTaskWhenItIsClosed() throws InterruptedException {
        CountDownLatch begun = new CountDownLatch(1);
        AtomicBoolean interrupted = new AtomicBoolean();
        thread.execute(() -> {
            begun.countDown();
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                interrupted.set(true);
            }
        });
        begun.await();
        thread.close();
        assertThat(thread.awaitEnd(LONG)).isTrue();
        assertThat(interrupted).isTrue();
    }
}

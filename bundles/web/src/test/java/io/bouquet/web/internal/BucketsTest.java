package io.bouquet.web.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.bouquet.web.internal.Buckets.Taken;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BucketsTest {
    private long now = Long.MAX_VALUE - 5; // nanoTime may overflow at any time
    private final Buckets buckets = new Buckets(6, () -> now);

    private void pass(long seconds) {
        now += TimeUnit.SECONDS.toNanos(seconds);
    }

    @Test
    void givesAMinutesRequestsAtOnceAndThenOneAfterTheOther() {
        for (int i = 5; i >= 0; i--) {
            assertThat(buckets.take("ada")).isEqualTo(new Taken(i, 60 - 10 * i, 0));
        }
        assertThat(buckets.take("ada")).isEqualTo(new Taken(0, 60, 10));
        pass(4);
        assertThat(buckets.take("ada").waitSeconds()).isEqualTo(6);
        pass(6);
        assertThat(buckets.take("ada").waitSeconds()).isZero();
        assertThat(buckets.take("ada").waitSeconds()).isEqualTo(10);
    }

    @Test
    void countsEachNameByItself() {
        IntStream.range(0, 6).forEach(i -> buckets.take("ada"));
        assertThat(buckets.take("bob")).isEqualTo(new Taken(5, 10, 0));
    }

    @Test
    void isFullAgainAfterAMinute() {
        IntStream.range(0, 6).forEach(i -> buckets.take("ada"));
        pass(600);
        assertThat(buckets.take("ada")).isEqualTo(new Taken(5, 10, 0));
    }

    @Test
    void givesNoMoreToManyNamesThanItRemembers() {
        for (int i = 0; i < Buckets.MAX_SIZE; i++) {
            buckets.take("name " + i);
        }
        IntStream.range(0, 6).forEach(i -> buckets.take("new " + i));
        assertThat(buckets.take("another").waitSeconds()).isEqualTo(10);
        pass(61);
        assertThat(buckets.take("another")).isEqualTo(new Taken(5, 10, 0));
    }

    @Test
    void givesNoMoreToManyThreads() throws Exception {
        Buckets many = new Buckets(1_000, () -> now);
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            Callable<Long> take = () -> IntStream.range(0, 1_000)
                    .filter(i -> many.take("ada").waitSeconds() == 0)
                    .count();
            long taken = 0;
            for (Future<Long> one : threads.invokeAll(List.of(take, take, take, take))) {
                taken += one.get();
            }
            assertThat(taken).isEqualTo(1_000);
        } finally {
            threads.shutdownNow();
        }
    }
}

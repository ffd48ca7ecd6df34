package io.bouquet.web.gate;

import static org.assertj.core.api.Assertions.assertThat;

import io.bouquet.web.TrafficCounts;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class TicketTest {
    private final AtomicLong clock = new AtomicLong(System.nanoTime());
    private final Counts counts = new Counts(clock::get);
    private final Gate gate = new Gate(counts, () -> {}, 1_000_000_000L);
    private final Ticket ticket = new Ticket(gate);
    private final AtomicInteger ended = new AtomicInteger();

    @AfterEach
    void stop() {
        gate.close();
    }

    @Test
    void runsWhatIsToEndOnce() {
        ticket.onEnding(ended::incrementAndGet);
        ticket.end();
        ticket.end();
        assertThat(ended).hasValue(1);
        assertThat(ticket.isEnding()).isTrue();
    }

    @Test
    void endsAtOnceWhatComesLate() {
        ticket.end();
        ticket.onEnding(ended::incrementAndGet);
        assertThat(ended).hasValue(1);
    }

    @Test
    void endsTheRestWhereOneThrows() {
        ticket.onEnding(() -> {
            throw new IllegalStateException("a plugin's");
        });
        ticket.onEnding(ended::incrementAndGet);
        ticket.end();
        assertThat(ended).hasValue(1);
    }

    @Test
    void isNoLongerEnteringOnceFinishedAndFinishesOnce() {
        ticket.enter("/hello");
        assertThat(ticket.finish()).isTrue();
        assertThat(ticket.finish()).isFalse();
        Entry entry = gate.entries().of("/hello");
        entry.close();
        assertThat(entry.drain(System.nanoTime())).isTrue();
    }

    @Test
    void isCountedWithItsTimeAndWhetherItFailed() {
        TrafficCounts start = counts.now();
        counts.begin();
        assertThat(counts.inFlight()).isEqualTo(1);
        ticket.waited();
        clock.set(ticket.begin + Duration.ofMillis(10).toNanos());
        counts.end(ticket, true);
        TrafficCounts since = counts.now().since(start);
        assertThat(since.requests()).isEqualTo(1);
        assertThat(since.failed()).isEqualTo(1);
        assertThat(since.waited()).isEqualTo(1);
        assertThat(since.quantileMicros(0.99)).isBetween(10_000L, 11_000L);
        assertThat(counts.inFlight()).isZero();
    }

    @Test
    void knowsHowManyThereWereAMinuteAgo() {
        for (int second = 0; second < 300; second++) {
            counts.tick();
            counts.begin();
            counts.end(ticket, false);
            clock.addAndGet(Duration.ofSeconds(1).toNanos());
        }
        assertThat(counts.now().requests()
                        - counts.before(Duration.ofSeconds(60)).requests())
                .isEqualTo(60);
        assertThat(counts.before(Duration.ofHours(1)).requests()).isBetween(100L, 130L);
    }
}

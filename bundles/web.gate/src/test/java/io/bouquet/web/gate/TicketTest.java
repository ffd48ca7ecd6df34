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

final class TicketTest {
    private final AtomicLong clock = new AtomicLong(System.nanoTime());
    private final Counts counts = new Counts(clock::get);
    private final Gate gate = new Gate(counts, () -> {}, 1_000_000_000L);
    private final Ticket ticket = new Ticket(gate, true);
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
    void neverInterruptsWhatItsThreadDoesNext() throws Exception {
        AtomicBoolean over = new AtomicBoolean();
        AtomicReference<Ticket> current = new AtomicReference<>(ticket);
        Thread interrupting = new Thread(() -> {
            while (!over.get()) {
                current.get().interrupt();
            }
        });
        interrupting.start();
        try {
            for (int i = 0; i < 100_000; i++) {
                Ticket next = new Ticket(gate, true);
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
        ticket.enter("/hello");
        assertThat(ticket.wasInterrupted()).isFalse();
        ticket.interrupt();
        assertThat(Thread.currentThread().isInterrupted()).isTrue();
        ticket.leavesThread();
        assertThat(ticket.wasInterrupted()).isTrue();
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
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
        counts.begin(ticket);
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
    void isNotCountedIfItIsNoTraffic() {
        Ticket asksForHealth = new Ticket(gate, false);
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
            counts.begin(ticket);
            counts.end(ticket, false);
            clock.addAndGet(Duration.ofSeconds(1).toNanos());
        }
        assertThat(counts.now().requests()
                        - counts.before(Duration.ofSeconds(60)).requests())
                .isEqualTo(60);
        assertThat(counts.before(Duration.ofHours(1)).requests()).isBetween(100L, 130L);
    }
}

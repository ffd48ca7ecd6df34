package io.bouquet.accounts.jpa;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.bouquet.accounts.jpa.LoginPace.Source;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class HashTurnsTest {
    private static final Source ADA = Source.of("ada", "192.0.2.1");
    private static final Source BOB = Source.of("bob", "192.0.2.1");
    private static final Source EVE = Source.of("eve", "192.0.2.1");

    @Test
    void givesTheNextTurnToWhoWaitsLongest() {
        HashTurns turns = new HashTurns(1, 2, TimeUnit.MINUTES.toNanos(1));
        assertThat(turns.take(ADA)).isTrue();
        CompletableFuture<Boolean> bob = waiting(turns, BOB, 1);
        CompletableFuture<Boolean> eve = waiting(turns, EVE, 2);
        turns.release(ADA);
        assertThat(bob).succeedsWithin(Duration.ofSeconds(30)).isEqualTo(true);
        assertThat(eve).isNotDone();
        turns.release(BOB);
        assertThat(eve).succeedsWithin(Duration.ofSeconds(30)).isEqualTo(true);
    }

    @Test
    void givesOneTurnAtOnceToOneSource() {
        HashTurns turns = new HashTurns(3, 2, TimeUnit.MINUTES.toNanos(1));
        assertThat(turns.take(ADA)).isTrue();
        CompletableFuture<Boolean> again = waiting(turns, ADA, 1);
        assertThat(turns.take(BOB)).isTrue();
        turns.release(BOB);
        assertThat(again).isNotDone();
        turns.release(ADA);
        assertThat(again).succeedsWithin(Duration.ofSeconds(30)).isEqualTo(true);
    }

    @Test
    void refusesAtOnceWhereTooManyWait() {
        HashTurns turns = new HashTurns(1, 1, TimeUnit.MINUTES.toNanos(1));
        turns.take(ADA);
        waiting(turns, BOB, 1);
        assertThat(assertTimeoutPreemptively(Duration.ofSeconds(30), () -> turns.take(EVE)))
                .isFalse();
    }

    @Test
    void givesUpAfterAWhile() {
        HashTurns turns = new HashTurns(1, 1, TimeUnit.MILLISECONDS.toNanos(10));
        turns.take(ADA);
        assertThat(turns.take(BOB)).isFalse();
        assertThat(turns.waiting()).isZero();
        turns.release(ADA);
        assertThat(turns.take(EVE)).isTrue();
    }

    private static CompletableFuture<Boolean> waiting(HashTurns turns, Source source, int place) {
        CompletableFuture<Boolean> taken = new CompletableFuture<>();
        Thread thread = new Thread(() -> taken.complete(turns.take(source)));
        thread.setDaemon(true);
        thread.start();
        assertTimeoutPreemptively(Duration.ofSeconds(30), () -> {
            while (turns.waiting() < place) {
                Thread.onSpinWait();
            }
        });
        return taken;
    }
}

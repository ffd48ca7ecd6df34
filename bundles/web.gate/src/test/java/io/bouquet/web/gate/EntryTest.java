package io.bouquet.web.gate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class EntryTest {
    private static final long LONG = TimeUnit.SECONDS.toNanos(10);

    private final Entry entry = new Entry();

    @Test
    void holdsNobodyWhileItIsOpen() {
        AtomicInteger held = new AtomicInteger();
        entry.leave(entry.enter(held::incrementAndGet));
        assertThat(held).hasValue(0);
        assertThat(entry.isClosed()).isFalse();
    }

    @Test
    void holdsWhoComesWhileItIsClosedUntilItOpens() throws Exception {
        Entry.Closure closure = entry.close();
        CountDownLatch held = new CountDownLatch(1);
        CompletableFuture<Integer> entering = CompletableFuture.supplyAsync(() -> entry.enter(held::countDown));
        assertThat(held.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(entry.drain(System.nanoTime() + LONG))
                .as("who is held does not count")
                .isTrue();
        assertThat(entering).isNotDone();
        entry.open(closure);
        entry.leave(entering.get(10, TimeUnit.SECONDS));
    }

    @Test
    void waitsForWhoIsEntering() throws Exception {
        int stripe = entry.enter(() -> {});
        entry.close();
        assertThat(entry.drain(System.nanoTime() + 1_000_000)).isFalse();
        CompletableFuture<Boolean> drained = CompletableFuture.supplyAsync(() -> entry.drain(System.nanoTime() + LONG));
        entry.leave(stripe);
        assertThat(drained.get(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void neverHasAnybodyInsideOnceItIsClosedAndDrained() throws Exception {
        AtomicInteger inside = new AtomicInteger();
        AtomicBoolean stop = new AtomicBoolean();
        CompletableFuture<?>[] requests = new CompletableFuture<?>[4];
        for (int i = 0; i < requests.length; i++) {
            requests[i] = new CompletableFuture<>();
            CompletableFuture<?> done = requests[i];
            new Thread(() -> {
                        while (!stop.get()) {
                            int stripe = entry.enter(() -> {});
                            inside.incrementAndGet();
                            inside.decrementAndGet();
                            entry.leave(stripe);
                        }
                        done.complete(null);
                    })
                    .start();
        }
        int seen = 0;
        for (int i = 0; i < 300; i++) {
            Entry.Closure closure = entry.close();
            assertThat(entry.drain(System.nanoTime() + LONG)).isTrue();
            seen = Math.max(seen, inside.get());
            entry.open(closure);
            entry.awaitHeld(closure, LONG);
        }
        stop.set(true);
        CompletableFuture.allOf(requests).get(10, TimeUnit.SECONDS);
        assertThat(seen).isZero();
    }
}

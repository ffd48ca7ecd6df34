package io.bouquet.web.gate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class ApplicationGateTest {
    private static final long LONG = TimeUnit.SECONDS.toNanos(10);

    private final ApplicationGate application = new ApplicationGate();

    @Test
    void holdsNoRequestWhileItIsOpen() {
        AtomicInteger held = new AtomicInteger();
        application.leave(application.enter(held::incrementAndGet));
        assertThat(held).hasValue(0);
        assertThat(application.isClosed()).isFalse();
    }

    @Test
    void holdsNewRequestsUntilItOpens() throws Exception {
        ApplicationGate.Closing closure = application.close();
        CountDownLatch held = new CountDownLatch(1);
        CompletableFuture<Integer> entering = CompletableFuture.supplyAsync(() -> application.enter(held::countDown));
        assertThat(held.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(application.drain(System.nanoTime() + LONG))
                .as("who is held does not count")
                .isTrue();
        assertThat(entering).isNotDone();
        application.open(closure);
        application.leave(entering.get(10, TimeUnit.SECONDS));
    }

    @Test
    void waitsForRequestsThatAreEntering() throws Exception {
        int stripe = application.enter(() -> {});
        application.close();
        assertThat(application.drain(System.nanoTime() + 1_000_000)).isFalse();
        CompletableFuture<Boolean> drained =
                CompletableFuture.supplyAsync(() -> application.drain(System.nanoTime() + LONG));
        application.leave(stripe);
        assertThat(drained.get(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void hasNoRequestInsideOnceItIsClosedAndDrained() throws Exception {
        AtomicInteger inside = new AtomicInteger();
        AtomicBoolean stop = new AtomicBoolean();
        CompletableFuture<?>[] requests = new CompletableFuture<?>[4];
        for (int i = 0; i < requests.length; i++) {
            requests[i] = new CompletableFuture<>();
            CompletableFuture<?> done = requests[i];
            new Thread(() -> {
                        while (!stop.get()) {
                            int stripe = application.enter(() -> {});
                            inside.incrementAndGet();
                            inside.decrementAndGet();
                            application.leave(stripe);
                        }
                        done.complete(null);
                    })
                    .start();
        }
        int seen = 0;
        for (int i = 0; i < 300; i++) {
            ApplicationGate.Closing closure = application.close();
            assertThat(application.drain(System.nanoTime() + LONG)).isTrue();
            seen = Math.max(seen, inside.get());
            application.open(closure);
            application.awaitHeld(closure, LONG);
        }
        stop.set(true);
        CompletableFuture.allOf(requests).get(10, TimeUnit.SECONDS);
        assertThat(seen).isZero();
    }
}

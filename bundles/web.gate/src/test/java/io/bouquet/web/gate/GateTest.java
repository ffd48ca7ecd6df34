package io.bouquet.web.gate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The frames here have the name of a framework's, which is all that the gate goes by. */
final class GateTest {
    private final Counts counts = new Counts(System::nanoTime);
    private final CountDownLatch opened = new CountDownLatch(1);
    private final Gate gate = new Gate(counts, opened::countDown, TimeUnit.SECONDS.toNanos(1));

    @AfterEach
    void stop() {
        gate.close();
    }

    @Test
    void opensWhenTheDispatchIsOver() throws Exception {
        fireServiceEvent(dispatch -> {
            gate.close(dispatch);
            assertThat(gate.entry.isClosed()).isTrue();
        });
        assertThat(opened.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(gate.entry.isClosed()).isFalse();
        assertThat(counts.overdue).hasValue(0);
        assertThat(counts.closedNanos.get()).isPositive();
    }

    @Test
    void staysClosedWhileListenersWork() throws Exception {
        CompletableFuture<Void> listeners = new CompletableFuture<>();
        CountDownLatch closed = new CountDownLatch(1);
        CompletableFuture<Void> thread = CompletableFuture.runAsync(() -> fireServiceEvent(dispatch -> {
            gate.close(dispatch);
            closed.countDown();
            listeners.join();
        }));
        assertThat(closed.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(opened.await(100, TimeUnit.MILLISECONDS)).isFalse();
        listeners.complete(null);
        thread.get(10, TimeUnit.SECONDS);
        assertThat(opened.await(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void knowsAnEventWithinAnother() {
        fireServiceEvent(outer -> {
            gate.close(outer);
            fireServiceEvent(inner -> assertThat(gate.covers(inner)).isTrue());
        });
        fireServiceEvent(next -> assertThat(gate.covers(next)).isFalse());
    }

    @Test
    void doesNotWaitForAWhiteboardThatHangs() throws Exception {
        CompletableFuture<Void> forever = new CompletableFuture<>();
        CompletableFuture<Void> thread = CompletableFuture.runAsync(() -> fireServiceEvent(dispatch -> {
            gate.close(dispatch);
            forever.join();
        }));
        assertThat(opened.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(counts.overdue).hasValue(1);
        forever.complete(null);
        thread.get(10, TimeUnit.SECONDS);
    }

    private void fireServiceEvent(Consumer<Dispatch> listener) {
        hook(listener);
    }

    private void hook(Consumer<Dispatch> listener) {
        listener.accept(Dispatch.current());
    }
}

package io.bouquet.web.gate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EventObject;
import java.util.Set;
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

    private final ApplicationGate application = gate.applications().of("/");
    private final Set<ApplicationGate> all = gate.applications().all();

    @AfterEach
    void stop() {
        gate.close();
    }

    @Test
    void opensWhenTheDispatchIsOver() throws Exception {
        fireServiceEvent(dispatch -> {
            gate.close(dispatch, all);
            assertThat(application.isClosed()).isTrue();
        });
        assertThat(opened.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(application.isClosed()).isFalse();
        assertThat(counts.overdue).hasValue(0);
        assertThat(counts.closedNanos.get()).isPositive();
    }

    @Test
    void staysClosedWhileListenersWork() throws Exception {
        CompletableFuture<Void> listeners = new CompletableFuture<>();
        CountDownLatch closed = new CountDownLatch(1);
        CompletableFuture<Void> thread = CompletableFuture.runAsync(() -> fireServiceEvent(dispatch -> {
            gate.close(dispatch, all);
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
    void opensAsSoonAsTheWhiteboardIsDone() {
        EventObject event = new EventObject(this);
        fireServiceEvent(() -> {
            gate.close(EventDispatch.current(event), all);
            fireServiceEvent(inner -> gate.close(inner, gate.openAmong(inner, all)));
            assertThat(gate.handled(new EventObject(this))).as("another event").isFalse();
            assertThat(application.isClosed()).isTrue();

            assertThat(gate.handled(event)).isTrue();
            assertThat(application.isClosed())
                    .as("though others are told of the event")
                    .isFalse();
            assertThat(gate.handled(event)).isFalse();
        });
    }

    @Test
    void opensByWatchingTheStackIfNothingIsReported() throws Exception {
        fireServiceEvent(() -> gate.close(EventDispatch.current(new EventObject(this)), all));
        assertThat(opened.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(counts.overdue).hasValue(0);
    }

    @Test
    void knowsAnEventWithinAnother() {
        fireServiceEvent(outer -> {
            gate.close(outer, all);
            fireServiceEvent(inner -> assertThat(gate.openAmong(inner, all)).isEmpty());
        });
        fireServiceEvent(next -> assertThat(gate.openAmong(next, all)).isEqualTo(all));
    }

    @Test
    void closesToOneApplicationAndThenToAnotherForOneEvent() throws Exception {
        gate.setApplications(gate.applications().withBases(Set.of("/api")));
        ApplicationGate api = gate.applications().of("/api/annotate");
        assertThat(gate.applications().of("/apis")).isSameAs(application);
        fireServiceEvent(outer -> {
            gate.close(outer, Set.of(api));
            assertThat(application.isClosed()).isFalse();
            fireServiceEvent(inner -> {
                assertThat(gate.openAmong(inner, gate.applications().all())).isEqualTo(all);
                gate.close(inner, all);
            });
            assertThat(api.isClosed()).isTrue();
            assertThat(application.isClosed())
                    .as("until the event around it is over")
                    .isTrue();
        });
        while (api.isClosed() || application.isClosed()) {
            Thread.onSpinWait();
        }
        assertThat(opened.await(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void letsAHeldRequestEnterTheNewApplication() throws Exception {
        GatedRequest request = new GatedRequest(gate, true);
        CompletableFuture<?>[] entering = new CompletableFuture<?>[1];
        CompletableFuture<Void> thread = CompletableFuture.runAsync(() -> fireServiceEvent(dispatch -> {
            ApplicationGates next = gate.applications().withBases(Set.of("/late"));
            gate.close(dispatch, next.all());
            entering[0] = CompletableFuture.runAsync(() -> request.enter("/late/1"));
            while (!request.hasWaited()) {
                Thread.onSpinWait();
            }
            gate.setApplications(next);
        }));
        thread.get(10, TimeUnit.SECONDS);
        entering[0].get(10, TimeUnit.SECONDS);
        long now = System.nanoTime();
        assertThat(application.drain(now)).isTrue();
        assertThat(gate.applications().of("/late").drain(now))
                .as("it is on its way there")
                .isFalse();
        request.finish();
        assertThat(gate.applications().of("/late").drain(now)).isTrue();
    }

    @Test
    void doesNotWaitForAWhiteboardThatHangs() throws Exception {
        CompletableFuture<Void> forever = new CompletableFuture<>();
        CompletableFuture<Void> thread = CompletableFuture.runAsync(() -> fireServiceEvent(dispatch -> {
            gate.close(dispatch, all);
            forever.join();
        }));
        assertThat(opened.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(counts.overdue).hasValue(1);
        forever.complete(null);
        thread.get(10, TimeUnit.SECONDS);
    }

    private void fireServiceEvent(Consumer<EventDispatch> listener) {
        hook(() -> listener.accept(EventDispatch.current()));
    }

    private void fireServiceEvent(Runnable listener) {
        hook(listener);
    }

    private void hook(Runnable listener) {
        listener.run();
    }
}

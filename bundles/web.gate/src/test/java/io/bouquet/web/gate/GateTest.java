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

    private final Entry entry = gate.entries().of("/");
    private final Set<Entry> all = gate.entries().all();

    @AfterEach
    void stop() {
        gate.close();
    }

    @Test
    void opensWhenTheDispatchIsOver() throws Exception {
        fireServiceEvent(dispatch -> {
            gate.close(dispatch, all);
            assertThat(entry.isClosed()).isTrue();
        });
        assertThat(opened.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(entry.isClosed()).isFalse();
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
            gate.close(Dispatch.current(event), all);
            fireServiceEvent(inner -> gate.close(inner, gate.stillOpen(inner, all)));
            assertThat(gate.told(new EventObject(this))).as("another event").isFalse();
            assertThat(entry.isClosed()).isTrue();

            assertThat(gate.told(event)).isTrue();
            assertThat(entry.isClosed())
                    .as("though others are told of the event")
                    .isFalse();
            assertThat(gate.told(event)).isFalse();
        });
    }

    @Test
    void looksItselfWhereNobodyTells() throws Exception {
        fireServiceEvent(() -> gate.close(Dispatch.current(new EventObject(this)), all));
        assertThat(opened.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(counts.overdue).hasValue(0);
    }

    @Test
    void knowsAnEventWithinAnother() {
        fireServiceEvent(outer -> {
            gate.close(outer, all);
            fireServiceEvent(inner -> assertThat(gate.stillOpen(inner, all)).isEmpty());
        });
        fireServiceEvent(next -> assertThat(gate.stillOpen(next, all)).isEqualTo(all));
    }

    @Test
    void closesToOneApplicationAndThenToAnotherForOneEvent() throws Exception {
        gate.place(gate.entries().at(Set.of("/api")));
        Entry api = gate.entries().of("/api/annotate");
        assertThat(gate.entries().of("/apis")).isSameAs(entry);
        fireServiceEvent(outer -> {
            gate.close(outer, Set.of(api));
            assertThat(entry.isClosed()).isFalse();
            fireServiceEvent(inner -> {
                assertThat(gate.stillOpen(inner, gate.entries().all())).isEqualTo(all);
                gate.close(inner, all);
            });
            assertThat(api.isClosed()).isTrue();
            assertThat(entry.isClosed()).as("until the event around it is over").isTrue();
        });
        while (api.isClosed() || entry.isClosed()) {
            Thread.onSpinWait();
        }
        assertThat(opened.await(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void takesWhoWaitsToTheApplicationThatHasCome() throws Exception {
        Ticket ticket = new Ticket(gate, true);
        CompletableFuture<?>[] entering = new CompletableFuture<?>[1];
        CompletableFuture<Void> thread = CompletableFuture.runAsync(() -> fireServiceEvent(dispatch -> {
            Entries next = gate.entries().at(Set.of("/late"));
            gate.close(dispatch, next.all());
            entering[0] = CompletableFuture.runAsync(() -> ticket.enter("/late/1"));
            while (!ticket.hasWaited()) {
                Thread.onSpinWait();
            }
            gate.place(next);
        }));
        thread.get(10, TimeUnit.SECONDS);
        entering[0].get(10, TimeUnit.SECONDS);
        long now = System.nanoTime();
        assertThat(entry.drain(now)).isTrue();
        assertThat(gate.entries().of("/late").drain(now))
                .as("it is on its way there")
                .isFalse();
        ticket.finish();
        assertThat(gate.entries().of("/late").drain(now)).isTrue();
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

    private void fireServiceEvent(Consumer<Dispatch> listener) {
        hook(() -> listener.accept(Dispatch.current()));
    }

    private void fireServiceEvent(Runnable listener) {
        hook(listener);
    }

    private void hook(Runnable listener) {
        listener.run();
    }
}

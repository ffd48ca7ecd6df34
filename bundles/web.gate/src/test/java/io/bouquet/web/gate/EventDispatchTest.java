package io.bouquet.web.gate;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

final class EventDispatchTest {
    /** With a frame of a lambda and of reflection, which stacks show or hide. */
    @Test
    void seesItsOwnStackAsAnotherThreadDoes() throws Exception {
        Supplier<EventDispatch> inLambda = this::fireServiceEvent;
        Method reflected = EventDispatchTest.class.getDeclaredMethod("call", Supplier.class);
        EventDispatch dispatch = (EventDispatch) reflected.invoke(this, inLambda);

        assertThat(dispatch.isGoingOn()).as("it was over when it was returned").isFalse();
        assertThat(dispatch.type()).isEqualTo(EventDispatchTest.class.getName());
        assertThat(dispatch.method()).isEqualTo("fireServiceEvent");
    }

    private EventDispatch call(Supplier<EventDispatch> supplier) {
        return supplier.get();
    }

    private EventDispatch fireServiceEvent() {
        EventDispatch dispatch = EventDispatch.current();
        Thread thread = Thread.currentThread();
        List<EventDispatch.Frame> own = EventDispatch.ownStack();
        List<EventDispatch.Frame> seen = CompletableFuture.supplyAsync(() -> EventDispatch.stack(thread))
                .orTimeout(10, TimeUnit.SECONDS)
                .join();
        int depth = dispatch.depth();
        assertThat(own.subList(own.size() - depth, own.size()))
                .isEqualTo(seen.subList(seen.size() - depth, seen.size()));
        assertThat(dispatch.isGoingOn()).isTrue();
        assertThat(CompletableFuture.supplyAsync(dispatch::isGoingOn).join())
                .as("for another thread")
                .isTrue();
        return dispatch;
    }
}

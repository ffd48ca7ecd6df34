package io.bouquet.web.gate;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

final class DispatchTest {
    /** With a frame of a lambda and of reflection, which stacks show or hide. */
    @Test
    void seesItsOwnStackAsAnotherThreadDoes() throws Exception {
        Supplier<Dispatch> inLambda = this::fireServiceEvent;
        Method reflected = DispatchTest.class.getDeclaredMethod("call", Supplier.class);
        Dispatch dispatch = (Dispatch) reflected.invoke(this, inLambda);

        assertThat(dispatch.isGoingOn()).as("it was over when it was returned").isFalse();
        assertThat(dispatch.type()).isEqualTo(DispatchTest.class.getName());
        assertThat(dispatch.method()).isEqualTo("fireServiceEvent");
    }

    private Dispatch call(Supplier<Dispatch> supplier) {
        return supplier.get();
    }

    private Dispatch fireServiceEvent() {
        Dispatch dispatch = Dispatch.current();
        Thread thread = Thread.currentThread();
        List<Dispatch.Frame> own = Dispatch.own();
        List<Dispatch.Frame> seen = CompletableFuture.supplyAsync(() -> Dispatch.of(thread))
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

package io.bouquet.web.gate;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A route that a bundle has withdrawn, for which requests wait. Thread-safe. */
final class AbsentRoute {
    /** The next step of waiting requests. */
    enum End {
        /** Ask the whiteboard again: the route is back, or will not come back. */
        RETRY,
        /** Answer 503: the route did not come back in time. */
        TIMED_OUT
    }

    final Route route;
    /** Id of the bundle that withdrew the route. */
    final long bundle;

    final long deadline;
    /** Whether the bundle is expected to bring the route back; if not, requests wait only until the whiteboard has removed it. */
    final boolean isExpectedBack;

    private final Queue<Consumer<End>> waiting = new ConcurrentLinkedQueue<>();
    private volatile @Nullable End end;
    private volatile @Nullable BooleanSupplier removed;

    AbsentRoute(Route route, long bundle, long deadline) {
        this(route, bundle, deadline, true);
    }

    AbsentRoute(Route route, long bundle, long deadline, boolean isExpectedBack) {
        this.route = route;
        this.bundle = bundle;
        this.deadline = deadline;
        this.isExpectedBack = isExpectedBack;
    }

    /** @param condition tells whether the whiteboard has removed the route */
    void removedWhen(BooleanSupplier condition) {
        removed = condition;
    }

    /** Whether the whiteboard has removed the route. If it lists the route after that, the route is back. */
    boolean isRemoved() {
        BooleanSupplier condition = removed;
        return condition != null && condition.getAsBoolean();
    }

    /** Calls {@code waiter} once, when the wait ends; at once if it has ended. */
    void await(Consumer<End> waiter) {
        waiting.add(waiter);
        End over = end;
        if (over != null && waiting.remove(waiter)) {
            waiter.accept(over);
        }
    }

    void end(End how) {
        end = how;
        for (Consumer<End> waiter = waiting.poll(); waiter != null; waiter = waiting.poll()) {
            waiter.accept(how);
        }
    }
}

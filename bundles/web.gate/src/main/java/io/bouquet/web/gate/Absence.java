package io.bouquet.web.gate;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** A route whose bundle has gone and is expected back. Thread-safe. */
final class Absence {
    /** What those who wait for it are told. */
    enum End {
        /** It is there again, or will not come: the whiteboard knows the answer. */
        GO_ON,
        /** It did not come in time. */
        GIVE_UP
    }

    /** Who waits. */
    interface Waiting {
        void goOn(End end);
    }

    final Route route;
    /** Whose coming back is waited for. */
    final long bundle;

    final long deadline;
    private final Queue<Waiting> waiting = new ConcurrentLinkedQueue<>();
    private volatile @Nullable End end;
    /** Whether the route is expected back; otherwise requests wait only until the whiteboard has let go of it. */
    final boolean comesBack;

    private volatile @Nullable BooleanSupplier isOver;

    Absence(Route route, long bundle, long deadline) {
        this(route, bundle, deadline, true);
    }

    Absence(Route route, long bundle, long deadline, boolean comesBack) {
        this.route = route;
        this.bundle = bundle;
        this.deadline = deadline;
        this.comesBack = comesBack;
    }

    /** @param over whether the whiteboard has let go of the route */
    void beginsWith(BooleanSupplier over) {
        isOver = over;
    }

    /** Whether the whiteboard has let go of the route, so that it is there again where it is. */
    boolean hasBegun() {
        BooleanSupplier over = isOver;
        return over != null && over.getAsBoolean();
    }

    void await(Waiting one) {
        waiting.add(one);
        End over = end;
        if (over != null && waiting.remove(one)) {
            one.goOn(over);
        }
    }

    void end(End how) {
        end = how;
        for (Waiting one = waiting.poll(); one != null; one = waiting.poll()) {
            one.goOn(how);
        }
    }
}

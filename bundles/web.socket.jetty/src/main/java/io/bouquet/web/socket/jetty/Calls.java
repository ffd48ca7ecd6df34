package io.bouquet.web.socket.jetty;

import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Calls the plugin's code for one socket: one call at a time, in order, on threads of the endpoint. Thread-safe. */
final class Calls {
    private static final Logger LOG = LoggerFactory.getLogger(Calls.class);

    private final Endpoint endpoint;
    // all below is guarded by this
    private final Queue<Runnable> waiting = new ArrayDeque<>();
    private boolean isWorking;
    private @Nullable Thread thread;

    Calls(Endpoint endpoint) {
        this.endpoint = endpoint;
    }

    void add(Runnable call) {
        synchronized (this) {
            waiting.add(call);
            if (isWorking) {
                return;
            }
            isWorking = true;
        }
        if (!endpoint.execute(this::work)) {
            synchronized (this) {
                isWorking = false;
                waiting.clear();
            }
        }
    }

    /** Forgets the calls that have not begun. */
    synchronized void clear() {
        waiting.clear();
    }

    /** Interrupts the call that is running. */
    synchronized void interrupt() {
        if (thread != null) {
            thread.interrupt();
        }
    }

    private void work() {
        for (Runnable call = next(); call != null; call = next()) {
            try {
                call.run();
            } catch (RuntimeException | Error e) {
                LOG.warn("a callback of the WebSocket endpoint {} failed", endpoint, e);
            } finally {
                end();
            }
        }
    }

    private synchronized @Nullable Runnable next() {
        Runnable call = waiting.poll();
        isWorking = call != null;
        thread = call == null ? null : Thread.currentThread();
        return call;
    }

    private synchronized void end() {
        thread = null;
        // an interrupt was for this call only
        Thread.interrupted();
    }
}

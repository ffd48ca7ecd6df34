package io.bouquet.web.jetty;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * The threads that answer requests. A few are reserved for urgent requests, such as health checks. When the others are
 * busy, requests wait in a queue without a thread. Thread-safe.
 */
final class AnswerThreads {
    private final Executor executor;
    private final int limit;
    private final int queueLimit;
    private final Paths urgentPaths;
    private final Queue<Exchange> queue = new ArrayDeque<>();
    private int running;

    AnswerThreads(Executor executor, int limit, int queueLimit, Paths urgentPaths) {
        this.executor = executor;
        this.limit = limit;
        this.queueLimit = queueLimit;
        this.urgentPaths = urgentPaths;
    }

    int limit() {
        return limit;
    }

    /** Runs {@code exchange} on this thread, or later on another; returns false if the queue is full. */
    boolean admit(Exchange exchange) {
        boolean urgent = urgentPaths.contain(exchange.request());
        synchronized (this) {
            if (!urgent && running >= limit) {
                return queue.size() < queueLimit && queue.add(exchange);
            }
            running++;
        }
        run(exchange);
        return true;
    }

    private void run(Exchange exchange) {
        try {
            exchange.run();
        } finally {
            Exchange next = next();
            if (next != null) {
                executor.execute(() -> run(next));
            }
        }
    }

    private synchronized @Nullable Exchange next() {
        running--;
        Exchange next = running < limit ? queue.poll() : null;
        running += next == null ? 0 : 1;
        return next;
    }

    /** Removes a request from the queue; returns false if it is not waiting any more. */
    synchronized boolean giveUp(Exchange exchange) {
        return queue.remove(exchange);
    }
}

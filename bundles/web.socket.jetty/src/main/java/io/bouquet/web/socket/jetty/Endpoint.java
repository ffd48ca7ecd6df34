package io.bouquet.web.socket.jetty;

import io.bouquet.common.Threads;
import io.bouquet.web.socket.SocketEndpoint;
import io.bouquet.web.socket.SocketListener;
import io.bouquet.web.socket.SocketSession;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One endpoint of a plugin with its open sockets and its threads, so that a plugin that hangs delays only itself. */
final class Endpoint {
    private static final Logger LOG = LoggerFactory.getLogger(Endpoint.class);
    private static final int IDLE_THREAD_SECONDS = 30;
    private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(1);
    /** Time that code of the plugin has after it was interrupted. */
    private static final long INTERRUPTED_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final String name;
    private final Set<JettySocket> sockets = ConcurrentHashMap.newKeySet();
    private final ThreadPoolExecutor executor;
    /** Null after the end, so that nothing holds the plugin's code. */
    private volatile @Nullable SocketEndpoint service;

    private volatile @Nullable Ending ending;

    /** @param name path and bundle, for the log */
    Endpoint(String name, SocketEndpoint service, int threads) {
        this.name = name;
        this.service = service;
        executor = new ThreadPoolExecutor(
                threads,
                threads,
                IDLE_THREAD_SECONDS,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(),
                work -> Threads.daemon("socket " + name, work));
        executor.allowCoreThreadTimeOut(true);
    }

    /** Runs a task of one socket; returns false if the endpoint has ended. */
    boolean execute(Runnable task) {
        try {
            executor.execute(task);
            return true;
        } catch (RejectedExecutionException e) {
            return false;
        }
    }

    SocketListener open(SocketSession session) throws Exception {
        SocketEndpoint its = service;
        if (its == null) {
            throw new IllegalStateException("the endpoint has ended");
        }
        return its.open(session);
    }

    void add(JettySocket socket) {
        sockets.add(socket);
    }

    void remove(JettySocket socket) {
        sockets.remove(socket);
    }

    Set<JettySocket> sockets() {
        return sockets;
    }

    boolean isEnding() {
        return ending != null;
    }

    /** Ends a socket that was opened while the endpoint ends. */
    void end(JettySocket socket) {
        Ending its = ending;
        if (its != null) {
            socket.end(its.code(), its.reason());
        }
    }

    /**
     * Ends all sockets when their accepted messages are answered, and forgets the plugin's code.
     *
     * @param limit time for the answers; after it the plugin's threads are interrupted
     */
    void end(int code, String reason, Duration limit) {
        ending = new Ending(code, reason);
        sockets.forEach(socket -> socket.end(code, reason));
        if (!awaitSettled(limit.toNanos())) {
            List<JettySocket> late =
                    sockets.stream().filter(socket -> !socket.isSettled()).toList();
            LOG.warn("{}: {} WebSockets were closed before all their messages were answered", name, late.size());
            late.forEach(socket -> socket.giveUp(code, reason));
            awaitSettled(INTERRUPTED_NANOS);
        }
        executor.shutdownNow();
        sockets.forEach(JettySocket::forget);
        service = null;
    }

    /** Disconnects the clients that do not answer the close frame soon. */
    void disconnect() {
        long end = System.nanoTime() + INTERRUPTED_NANOS;
        while (!sockets.isEmpty() && System.nanoTime() - end < 0) {
            LockSupport.parkNanos(POLL_NANOS);
        }
        sockets.forEach(JettySocket::disconnect);
    }

    private boolean awaitSettled(long nanos) {
        long end = System.nanoTime() + nanos;
        for (JettySocket socket : sockets) {
            while (!socket.isSettled()) {
                if (System.nanoTime() - end >= 0) {
                    return false;
                }
                LockSupport.parkNanos(POLL_NANOS);
            }
        }
        return true;
    }

    @Override
    public String toString() {
        return name;
    }
}

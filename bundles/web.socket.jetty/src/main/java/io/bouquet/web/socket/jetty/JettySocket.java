package io.bouquet.web.socket.jetty;

import io.bouquet.accounts.Caller;
import io.bouquet.web.socket.SocketClosedException;
import io.bouquet.web.socket.SocketListener;
import io.bouquet.web.socket.SocketSession;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.websocket.core.CloseStatus;
import org.eclipse.jetty.websocket.core.CoreSession;
import org.eclipse.jetty.websocket.core.Frame;
import org.eclipse.jetty.websocket.core.FrameHandler;
import org.eclipse.jetty.websocket.core.OpCode;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One socket. Jetty's threads put frames together to messages and never wait; the plugin's code runs on threads of its
 * endpoint, one at a time for each socket.
 */
final class JettySocket implements FrameHandler, SocketSession {
    private static final Logger LOG = LoggerFactory.getLogger(JettySocket.class);

    /** Bytes that may wait to be sent to a client before the sender has to wait. */
    private static final int UNSENT_BYTES = 256 * 1024;
    /** Bytes by which a frame counts in addition to its payload. */
    private static final int FRAME_BYTES = 64;

    private static final long CLOSING_NANOS = TimeUnit.SECONDS.toNanos(5);

    private final Endpoint endpoint;
    private final Limits limits;
    private final Caller caller;
    private final Map<String, List<String>> parameters;
    private final Runnable onClosed;
    private final long begin = System.nanoTime();

    /** Used by Jetty's threads only, of which one at a time delivers frames. */
    private final Messages messages;

    private final Calls calls;

    private final Object lock = new Object();
    // all below is guarded by the lock
    private @Nullable CoreSession core;
    private @Nullable SocketListener listener;
    /** What the plugin has to answer, the oldest first: the opening and messages. */
    private final Set<Unanswered> unanswered = new LinkedHashSet<>();

    private int unsent;
    /** Time at which the client last took a message, or the first one was sent after all others. */
    private long sending;

    private boolean isPaused;
    private boolean isPinged;
    private long lastFrame = begin;
    private long lastMessage = begin;
    private @Nullable Ending ending;
    /** Set with the close frame, or when the connection is lost. */
    private @Nullable Ending closed;

    private long closedAt;
    private boolean isLost;
    private boolean isReported;

    /** The opening or a message that is not answered yet; each is its own, so no record. */
    private static final class Unanswered {
        private final long since = System.nanoTime();
    }

    /** A call of the plugin's code. */
    @FunctionalInterface
    private interface Call {
        @Nullable
        CompletionStage<?> of(SocketListener listener) throws Exception;
    }

    /** @param onClosed runs once when the connection has ended */
    JettySocket(
            Endpoint endpoint, Limits limits, Caller caller, Map<String, List<String>> parameters, Runnable onClosed) {
        this.endpoint = endpoint;
        this.limits = limits;
        this.caller = caller;
        this.parameters = parameters;
        this.onClosed = onClosed;
        this.messages = new Messages(limits.maxMessageBytes());
        this.calls = new Calls(endpoint);
    }

    @Override
    public Caller caller() {
        return caller;
    }

    @Override
    public Map<String, List<String>> parameters() {
        return parameters;
    }

    @Override
    public boolean isOpen() {
        synchronized (lock) {
            return closed == null;
        }
    }

    @Override
    public boolean isEnding() {
        synchronized (lock) {
            return ending != null || closed != null;
        }
    }

    // frames from the client

    @Override
    public void onOpen(CoreSession opened, Callback callback) {
        Unanswered opening = new Unanswered();
        synchronized (lock) {
            core = opened;
            unanswered.add(opening);
        }
        callback.succeeded();
        calls.add(() -> answer(opening, any -> {
            SocketListener its = endpoint.open(this);
            synchronized (lock) {
                listener = its;
            }
            return null;
        }));
        demand();
        if (endpoint.isEnding()) {
            endpoint.end(this);
        }
    }

    @Override
    public void onFrame(Frame frame, Callback callback) {
        synchronized (lock) {
            lastFrame = System.nanoTime();
            isPinged = false;
        }
        switch (frame.getOpCode()) {
            case OpCode.CLOSE -> {
                callback.succeeded();
                return;
            }
            case OpCode.PING -> sendControl(new Frame(OpCode.PONG, copy(frame.getPayload())));
            case OpCode.TEXT, OpCode.BINARY, OpCode.CONTINUATION -> collect(frame);
            default -> {
                // a pong
            }
        }
        callback.succeeded();
        demand();
    }

    private void collect(Frame frame) {
        if (!isOpen()) {
            // only the close frame of the client is waited for
            return;
        }
        Messages.Message message;
        try {
            message = messages.add(frame);
        } catch (SocketClosedException e) {
            close(e.code(), String.valueOf(e.getMessage()));
            return;
        }
        if (message == null) {
            return;
        }
        String text = message.text();
        Unanswered its = new Unanswered();
        synchronized (lock) {
            lastMessage = System.nanoTime();
            unanswered.add(its);
        }
        calls.add(() -> answer(its, to -> text == null ? to.binary(message.bytes()) : to.text(text)));
    }

    /** Lets Jetty deliver the next frame, unless too much is unanswered or no further messages are wanted. */
    private void demand() {
        CoreSession open;
        synchronized (lock) {
            open = core;
            isPaused = closed == null && (ending != null || unanswered.size() >= limits.maxUnanswered());
            if (isPaused || isLost) {
                return;
            }
            lastFrame = System.nanoTime();
        }
        if (open != null) {
            try {
                open.demand();
            } catch (IllegalStateException e) {
                LOG.debug("the connection has ended", e);
            }
        }
    }

    private static ByteBuffer copy(ByteBuffer bytes) {
        return ByteBuffer.allocate(bytes.remaining()).put(bytes).flip();
    }

    @Override
    public void onError(Throwable cause, Callback callback) {
        calls.add(() -> {
            SocketListener its = listener();
            if (its != null) {
                its.failed(cause);
            }
        });
        callback.succeeded();
    }

    @Override
    public void onClosed(CloseStatus status, Callback callback) {
        boolean first;
        boolean reported;
        synchronized (lock) {
            isLost = true;
            reported = isReported;
            first = closed == null;
            if (closed == null) {
                closed = new Ending(status.getCode(), status.getReason() == null ? "" : status.getReason());
            }
            unanswered.clear();
            lock.notifyAll();
        }
        callback.succeeded();
        onClosed.run();
        if (first) {
            report();
        } else if (reported) {
            endpoint.remove(this);
        }
    }

    // the plugin's code

    private @Nullable SocketListener listener() {
        synchronized (lock) {
            return listener;
        }
    }

    private void answer(Unanswered its, Call call) {
        synchronized (lock) {
            if (!unanswered.contains(its)) {
                // given up
                return;
            }
        }
        try {
            CompletionStage<?> answer = call.of(listenerOr(any -> null));
            if (answer == null) {
                answered(its, null);
            } else {
                answer.whenComplete((any, failure) -> answered(its, failure));
            }
        } catch (Exception | Error e) {
            answered(its, e);
        }
    }

    private SocketListener listenerOr(SocketListener none) {
        SocketListener its = listener();
        return its == null ? none : its;
    }

    private void answered(Unanswered its, @Nullable Throwable failure) {
        Ending end;
        synchronized (lock) {
            if (!unanswered.remove(its)) {
                return;
            }
            end = unanswered.isEmpty() ? ending : null;
        }
        if (failure != null) {
            fail(failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure);
        } else if (end != null) {
            close(end.code(), end.reason());
        } else {
            demandIfPaused();
        }
    }

    private void fail(Throwable failure) {
        if (failure instanceof SocketClosedException wanted) {
            close(wanted.code(), String.valueOf(wanted.getMessage()));
            return;
        }
        if (!isOpen()) {
            LOG.debug("the WebSocket endpoint {} failed after the socket was closed", endpoint, failure);
            return;
        }
        LOG.warn("the WebSocket endpoint {} failed; the socket of {} is closed", endpoint, caller.shown(), failure);
        close(CloseStatus.SERVER_ERROR, "the endpoint failed; the log of the platform says why");
    }

    /** Tells the plugin that the socket is closed, after all else, and then forgets its code. */
    private void report() {
        calls.add(() -> {
            SocketListener its;
            Ending end;
            synchronized (lock) {
                its = listener;
                end = closed;
            }
            try {
                if (its != null && end != null) {
                    its.closed(end.code(), end.reason());
                }
            } finally {
                forget();
            }
        });
    }

    /** Forgets the plugin's code. */
    void forget() {
        boolean lost;
        synchronized (lock) {
            listener = null;
            calls.clear();
            isReported = true;
            lost = isLost;
            lock.notifyAll();
        }
        if (lost) {
            endpoint.remove(this);
        }
    }

    // messages to the client

    @Override
    public CompletionStage<Void> send(String text) {
        return send(new Frame(OpCode.TEXT, ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8))));
    }

    @Override
    public CompletionStage<Void> send(ByteBuffer bytes) {
        return send(new Frame(OpCode.BINARY, copy(bytes.duplicate())));
    }

    private CompletionStage<Void> send(Frame frame) {
        CompletableFuture<Void> sent = new CompletableFuture<>();
        int size = frame.getPayloadLength() + FRAME_BYTES;
        CoreSession open = null;
        SocketClosedException failure = null;
        synchronized (lock) {
            try {
                while (closed == null && unsent > 0 && unsent + size > UNSENT_BYTES) {
                    lock.wait();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                failure = new SocketClosedException(
                        CloseStatus.SERVER_ERROR, "interrupted while the client reads slowly");
            }
            if (closed != null) {
                failure = closed.asException();
            }
            if (failure == null) {
                open = core;
                sending = unsent == 0 ? System.nanoTime() : sending;
                unsent += size;
                lastMessage = System.nanoTime();
            }
        }
        if (failure != null || open == null) {
            sent.completeExceptionally(failure);
            return sent;
        }
        open.sendFrame(frame, Callback.from(() -> sent(size, sent, null), cause -> sent(size, sent, cause)), false);
        return sent;
    }

    private void sent(int size, CompletableFuture<Void> stage, @Nullable Throwable cause) {
        SocketClosedException failure = null;
        synchronized (lock) {
            unsent -= size;
            sending = System.nanoTime();
            lock.notifyAll();
            if (cause != null) {
                Ending end = closed == null ? new Ending(CloseStatus.NO_CLOSE, "the connection is lost") : closed;
                failure = end.asException();
            }
        }
        SocketClosedException why = failure;
        // the plugin may go on in this stage, and must not hold one of Jetty's threads then
        boolean willComplete = endpoint.execute(() -> {
            if (why == null) {
                stage.complete(null);
            } else {
                stage.completeExceptionally(why);
            }
        });
        if (!willComplete) {
            LOG.debug("the endpoint {} has ended, so nobody waits for what was sent", endpoint);
        }
    }

    private void sendControl(Frame frame) {
        CoreSession open;
        synchronized (lock) {
            open = closed == null ? core : null;
        }
        if (open != null) {
            open.sendFrame(frame, Callback.NOOP, false);
        }
    }

    // the end

    @Override
    public void close(int code, String reason) {
        close(code, reason, false);
    }

    private void close(int code, String reason, boolean interrupts) {
        CoreSession open;
        Ending ended;
        synchronized (lock) {
            if (closed != null) {
                return;
            }
            closed = Ending.toSend(code, reason);
            closedAt = System.nanoTime();
            unanswered.clear();
            open = core;
            lock.notifyAll();
            if (interrupts) {
                calls.interrupt();
            }
            ended = closed;
        }
        if (open != null) {
            open.close(ended.code(), ended.reason(), Callback.NOOP);
        }
        report();
        // for the close frame of the client
        demandIfPaused();
    }

    private void demandIfPaused() {
        boolean was;
        synchronized (lock) {
            was = isPaused;
            isPaused = false;
        }
        if (was) {
            demand();
        }
    }

    /** Closes the socket when all accepted messages are answered; no further ones are accepted. */
    void end(int code, String reason) {
        boolean now;
        synchronized (lock) {
            if (ending != null || closed != null) {
                return;
            }
            ending = new Ending(code, reason);
            now = unanswered.isEmpty();
        }
        if (now) {
            close(code, reason);
        }
    }

    /** Closes the socket although messages are unanswered, and interrupts the plugin's code. */
    void giveUp(int code, String reason) {
        close(code, reason, true);
    }

    /** Whether the close frame is on its way, or the connection is lost, and the plugin knows. */
    boolean isSettled() {
        synchronized (lock) {
            return closed != null && isReported;
        }
    }

    void disconnect() {
        CoreSession open;
        synchronized (lock) {
            open = core;
        }
        if (open != null) {
            open.abort();
        }
    }

    boolean isOf(String account) {
        return caller.account().name().equals(account);
    }

    /** Called regularly: pings the client, and ends the socket if it is idle, late or too old. */
    void check(long now) {
        Ending wanted = null;
        boolean late = false;
        boolean gone = false;
        boolean ping = false;
        synchronized (lock) {
            long silent = now - lastFrame;
            if (closed != null) {
                gone = !isLost && now - closedAt > CLOSING_NANOS;
            } else if (unsent > 0 && now - sending > limits.write().toNanos()) {
                gone = true;
            } else if (!unanswered.isEmpty()
                    && now - unanswered.iterator().next().since
                            > limits.answer().toNanos()) {
                late = true;
            } else if (!isPaused && isPinged && silent > 2 * limits.ping().toNanos()) {
                gone = true;
            } else if (!limits.idle().isZero()
                    && unanswered.isEmpty()
                    && now - lastMessage > limits.idle().toNanos()) {
                wanted = new Ending(
                        CloseStatus.SHUTDOWN,
                        "there was no message for " + limits.idle().toSeconds() + " s");
            } else if (now - begin > limits.age().toNanos()) {
                wanted = new Ending(
                        CloseStatus.SHUTDOWN, "the credentials are to be checked again; open the socket again");
            } else if (!isPaused && !isPinged && silent > limits.ping().toNanos()) {
                isPinged = true;
                ping = true;
            }
        }
        if (gone) {
            disconnect();
        } else if (late) {
            giveUp(
                    CloseStatus.SERVER_ERROR,
                    "a message was not answered in " + limits.answer().toSeconds() + " s");
        } else if (wanted != null) {
            end(wanted.code(), wanted.reason());
        } else if (ping) {
            sendControl(new Frame(OpCode.PING));
        }
    }
}

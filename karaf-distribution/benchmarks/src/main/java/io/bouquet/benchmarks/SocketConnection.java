package io.bouquet.benchmarks;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A WebSocket that collects what it receives. */
final class SocketConnection implements WebSocket.Listener {
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private static final int PATIENCE_SECONDS = 30;

    private final BlockingQueue<Event> received = new LinkedBlockingQueue<>();
    private final StringBuilder partial = new StringBuilder();
    private final WebSocket socket;

    /** A message; or the end with a code, -1 for a lost connection. */
    record Event(String text, boolean isEnd, int code) {}

    /** @throws IOException if the handshake is refused, with the status */
    SocketConnection(Operator operator, String path) throws IOException {
        try {
            socket = HTTP.newWebSocketBuilder()
                    .header("Authorization", operator.authorization())
                    .buildAsync(URI.create("ws://127.0.0.1:" + operator.port() + path), this)
                    .join();
        } catch (CompletionException e) {
            throw new IOException(
                    e.getCause() instanceof WebSocketHandshakeException refused
                            ? "the handshake got " + refused.getResponse().statusCode()
                            : "no handshake: " + e.getCause(),
                    e);
        }
    }

    /** Sends a message, unless the socket is closed, which the next event tells. */
    void send(String text) {
        try {
            socket.sendText(text, true).join();
        } catch (CompletionException e) {
            // closed
        }
    }

    /** @throws IOException if nothing comes */
    Event next() throws IOException, InterruptedException {
        Event next = received.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        if (next == null) {
            throw new IOException("nothing came in " + PATIENCE_SECONDS + " s");
        }
        return next;
    }

    void close() {
        socket.abort();
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
        partial.append(data);
        if (last) {
            received.add(new Event(partial.toString(), false, 0));
            partial.setLength(0);
        }
        from.request(1);
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket from, int code, String reason) {
        received.add(new Event(reason, true, code));
        return null;
    }

    @Override
    public void onError(WebSocket from, Throwable error) {
        received.add(new Event(String.valueOf(error), true, -1));
    }
}

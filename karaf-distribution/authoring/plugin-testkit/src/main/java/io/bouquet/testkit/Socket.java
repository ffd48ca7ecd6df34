package io.bouquet.testkit;

import java.net.URI;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** An open WebSocket. */
public final class Socket implements AutoCloseable {
    private static final int NORMAL = 1000;
    private static final long LIMIT_SECONDS = 20;

    private final String path;
    private final Receiver receiver = new Receiver();
    private @Nullable WebSocket socket;

    private Socket(String path) {
        this.path = path;
    }

    static Socket open(Client client, String path) {
        Socket opened = new Socket(path);
        WebSocket.Builder builder = client.http.newWebSocketBuilder();
        if (client.authorization != null) {
            builder.header("Authorization", client.authorization);
        }
        URI uri = URI.create(client.uri(path).toString().replaceFirst("^http", "ws"));
        opened.socket = opened.await(builder.buildAsync(uri, opened.receiver), "the handshake");
        return opened;
    }

    /** Sends a text, and returns when it is sent. */
    public void send(String text) {
        await(opened().sendText(text, true), "sending");
    }

    /**
     * Returns the next text.
     *
     * @throws AssertionError if the socket is closed, or no text arrives in 20 seconds
     */
    public String receive() {
        try {
            String text = receiver.texts.poll(LIMIT_SECONDS, TimeUnit.SECONDS);
            if (text == null) {
                throw new AssertionError("no text arrived at " + path + " in " + LIMIT_SECONDS + " seconds");
            }
            if (text.equals(Receiver.END)) {
                throw new AssertionError(path + " was closed: " + closed());
            }
            return text;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Waits until the service has closed the socket, and returns its code and reason: {@code 1011 the endpoint failed}. */
    public String closed() {
        return await(receiver.closed, "the end");
    }

    /** Closes the socket with 1000, if it is open. */
    @Override
    public void close() {
        // the service may be closing it at this moment, and then there is nothing to send
        if (!opened().isOutputClosed() && !receiver.closed.isDone()) {
            await(opened().sendClose(NORMAL, "").exceptionallyCompose(this::unlessClosed), "closing");
        }
    }

    private CompletionStage<WebSocket> unlessClosed(Throwable failure) {
        return opened().isOutputClosed()
                ? CompletableFuture.completedStage(opened())
                : CompletableFuture.failedStage(failure);
    }

    private WebSocket opened() {
        WebSocket known = socket;
        if (known == null) {
            throw new IllegalStateException(path + " is not open");
        }
        return known;
    }

    private <T> T await(Future<T> future, String what) {
        try {
            return future.get(LIMIT_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof WebSocketHandshakeException refused
                    ? new AssertionError("the WebSocket " + path + " was refused with "
                            + refused.getResponse().statusCode())
                    : new AssertionError(what + " of the WebSocket " + path + " failed: " + e.getCause(), e.getCause());
        } catch (TimeoutException e) {
            throw new AssertionError(
                    what + " of the WebSocket " + path + " did not come in " + LIMIT_SECONDS + " seconds", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static final class Receiver implements WebSocket.Listener {
        /** Comes after the last text. */
        private static final String END = "\0end";

        final BlockingQueue<String> texts = new LinkedBlockingQueue<>();
        final CompletableFuture<String> closed = new CompletableFuture<>();
        private final StringBuilder partial = new StringBuilder();

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
            partial.append(data);
            if (last) {
                texts.add(partial.toString());
                partial.setLength(0);
            }
            from.request(1);
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onClose(WebSocket from, int code, String reason) {
            closed.complete((code + " " + reason).strip());
            texts.add(END);
            return null;
        }

        @Override
        public void onError(WebSocket from, Throwable error) {
            closed.complete("lost: " + error.getMessage());
            texts.add(END);
        }
    }
}

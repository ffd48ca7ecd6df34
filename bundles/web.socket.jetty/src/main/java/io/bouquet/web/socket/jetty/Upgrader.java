package io.bouquet.web.socket.jetty;

import java.time.Duration;
import org.eclipse.jetty.io.ArrayByteBufferPool;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.DecoratedObjectFactory;
import org.eclipse.jetty.util.component.LifeCycle;
import org.eclipse.jetty.util.compression.DeflaterPool;
import org.eclipse.jetty.util.compression.InflaterPool;
import org.eclipse.jetty.websocket.core.Configuration;
import org.eclipse.jetty.websocket.core.FrameHandler;
import org.eclipse.jetty.websocket.core.WebSocketComponents;
import org.eclipse.jetty.websocket.core.WebSocketExtensionRegistry;
import org.eclipse.jetty.websocket.core.server.Handshaker;
import org.eclipse.jetty.websocket.core.server.ServerUpgradeRequest;
import org.eclipse.jetty.websocket.core.server.ServerUpgradeResponse;
import org.eclipse.jetty.websocket.core.server.WebSocketNegotiator;

/** Turns connections of HTTP into WebSockets, without extensions: compression would cost memory for each socket. */
final class Upgrader {
    private static final int FRAME_BYTES = 64 * 1024;
    private static final int BUFFER_BYTES = 4 * 1024;

    private final Handshaker handshaker = Handshaker.newInstance();
    private final WebSocketComponents components = new WebSocketComponents(
            new WebSocketExtensionRegistry(),
            new DecoratedObjectFactory(),
            new ArrayByteBufferPool(),
            new InflaterPool(0, true),
            new DeflaterPool(0, -1, true),
            // Jetty's core runs nothing there
            Runnable::run);

    Upgrader() {
        LifeCycle.start(components);
    }

    void close() {
        LifeCycle.stop(components);
    }

    /** Answers a handshake with 101; returns false if it is invalid, and then nothing was answered. */
    boolean upgrade(Request request, Response response, FrameHandler handler) {
        return handshaker.upgradeRequest(
                negotiator(handler), request, response, Callback.NOOP, components, Upgrader::configure);
    }

    private static void configure(Configuration session) {
        // sockets are pinged instead
        session.setIdleTimeout(Duration.ZERO);
        session.setAutoFragment(true);
        session.setMaxFrameSize(FRAME_BYTES);
        session.setInputBufferSize(BUFFER_BYTES);
        session.setOutputBufferSize(BUFFER_BYTES);
    }

    private static WebSocketNegotiator negotiator(FrameHandler handler) {
        return new WebSocketNegotiator() {
            @Override
            public FrameHandler negotiate(
                    ServerUpgradeRequest request, ServerUpgradeResponse response, Callback callback) {
                return handler;
            }
        };
    }
}

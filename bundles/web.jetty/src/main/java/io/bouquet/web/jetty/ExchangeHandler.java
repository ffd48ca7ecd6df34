package io.bouquet.web.jetty;

import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** The first handler: refuses invalid requests, and passes the others on when their bodies have been read. */
final class ExchangeHandler extends Handler.Wrapper {
    /**
     * Attribute of a request that asks for a WebSocket: a {@code Map.Entry} of the {@link Request} and the {@link Response}
     * of the server itself. Wrappers for servlets hide them, and an upgrade needs them.
     */
    private static final String UPGRADE = "io.bouquet.web.jetty.upgrade";

    /** One thread of so many is reserved for urgent requests and for Jetty's own work. */
    private static final int RESERVED_FRACTION = 10;
    /** One thread of so many may wait for a client to read its answer. */
    private static final int WAITING_FRACTION = 4;

    final HttpServer.Config config;
    final Budget budget;
    final AnswerThreads threads;
    final WaitingWriters writers;
    final Paths streamPaths;
    final Addresses addresses = new Addresses();
    final long queueNanos;

    private final AtomicInteger streams = new AtomicInteger();

    ExchangeHandler(HttpServer.Config config, Executor executor, Handler next) {
        super(next);
        this.config = config;
        long buffer = config.bufferBytes() > 0
                ? config.bufferBytes()
                : Runtime.getRuntime().maxMemory() / 8;
        this.budget = new Budget(buffer, buffer / 100 * config.bufferPercentPerAddress());
        int limit = Math.max(1, config.threads() - Math.max(8, config.threads() / RESERVED_FRACTION));
        this.threads = new AnswerThreads(executor, limit, config.queue(), new Paths(config.urgentPaths()));
        this.streamPaths = new Paths(config.streamPaths());
        this.writers = new WaitingWriters(Math.max(1, config.threads() / WAITING_FRACTION));
        this.queueNanos = TimeUnit.SECONDS.toNanos(config.queueSeconds());
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        RequestId.of(request);
        Problem violation = RequestRules.violation(request);
        if (violation != null) {
            response.getHeaders().put(HttpHeader.CONNECTION, "close");
            ProblemErrorHandler.send(violation, request, response, callback);
            return true;
        }
        ClientEndPoint client =
                (ClientEndPoint) request.getConnectionMetaData().getConnection().getEndPoint();
        String forwarded = TrustedProxies.forwardedFor(request);
        Address address = forwarded == null ? client.address : addresses.enter(forwarded);
        Exchange exchange = new Exchange(this, request, response, callback, client, address);
        if ("websocket".equalsIgnoreCase(request.getHeaders().get(HttpHeader.UPGRADE))) {
            request.setAttribute(UPGRADE, Map.entry(request, exchange.answer()));
        }
        exchange.begin();
        return true;
    }

    boolean answer(Request request, Response response, Callback callback) throws Exception {
        return super.handle(request, response, callback);
    }

    void leave(ClientEndPoint client, Address address) {
        if (address != client.address) {
            addresses.leave(address);
        }
    }

    boolean takeStream() {
        if (streams.incrementAndGet() <= config.largeBodies()) {
            return true;
        }
        streams.decrementAndGet();
        return false;
    }

    void releaseStream() {
        streams.decrementAndGet();
    }
}

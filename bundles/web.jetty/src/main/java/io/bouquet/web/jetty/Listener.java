package io.bouquet.web.jetty;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.http.HttpCompliance;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.server.handler.gzip.GzipHandler;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/** Sets up Jetty to accept only strict HTTP/1.1 and to answer every error with a problem. */
final class Listener {
    private static final String[] COMPRESSED = {
        "application/json",
        "application/problem+json",
        "text/plain",
        "text/csv",
        "text/css",
        "text/javascript",
        "application/javascript",
        "image/svg+xml"
    };

    private final Server server;
    private final ClientConnector connector;
    private final ExchangeHandler exchanges;

    /** Opens the port, so that its number is known; accepts no connections before {@link #accept()}. */
    Listener(HttpServer.Config config, Handler next) throws Exception {
        QueuedThreadPool threads = new QueuedThreadPool(config.threads());
        threads.setName("http");
        server = new Server(threads);
        server.setStopTimeout(TimeUnit.SECONDS.toMillis(config.stopSeconds()));
        server.setErrorHandler(new ProblemErrorHandler());
        exchanges = new ExchangeHandler(config, threads, config.gzipBytes() > 0 ? gzip(config, next) : next);
        server.setHandler(new GracefulHandler(exchanges));
        TrustedProxies proxies = new TrustedProxies(config.trustedProxies());
        connector = new ClientConnector(server, config, http(config, proxies), exchanges.addresses, proxies);
        try {
            connector.open();
        } catch (IOException e) {
            throw new IOException("cannot listen on " + config.host() + ":" + config.port() + ": " + e.getMessage(), e);
        }
        server.start();
    }

    private static HttpConnectionFactory http(HttpServer.Config config, TrustedProxies proxies) {
        HttpConfiguration http = new HttpConfiguration();
        http.setHttpCompliance(HttpCompliance.RFC7230.without("STRICT", HttpCompliance.Violation.values()));
        http.setRequestHeaderSize(config.headerBytes());
        http.setResponseHeaderSize(config.headerBytes());
        http.setSendServerVersion(false);
        http.setSendXPoweredBy(false);
        http.addCustomizer(proxies);
        return new HttpConnectionFactory(http);
    }

    /**
     * Compresses answers of {@link #COMPRESSED}. HTML is not among them: a page may have a secret beside text of the
     * caller, and the length of the compressed page would then tell of the secret (the BREACH attack).
     */
    private static Handler gzip(HttpServer.Config config, Handler next) {
        GzipHandler gzip = new GzipHandler();
        gzip.setMinGzipSize(config.gzipBytes());
        gzip.setIncludedMimeTypes(COMPRESSED);
        gzip.setHandler(next);
        return gzip;
    }

    void accept() throws Exception {
        server.addConnector(connector);
        connector.start();
    }

    int answerThreads() {
        return exchanges.threads.limit();
    }

    int port() {
        return connector.getLocalPort();
    }

    /** Accepts no more connections, waits a limited time for requests in progress, and closes the port. */
    void stop() throws Exception {
        server.stop();
        connector.close();
    }
}

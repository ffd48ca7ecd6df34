package io.bouquet.web.jetty;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.http.HttpCompliance;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/** Jetty, set up to take nothing but strict HTTP/1.1 and to answer every error with a problem. */
final class Listener {
    private final Server server;
    private final ClientConnector connector;
    private final Edge edge;

    /** Takes the port, so that its number is known; lets nobody in before {@link #accept()}. */
    Listener(HttpServer.Config config, Handler handler) throws Exception {
        QueuedThreadPool threads = new QueuedThreadPool(config.threads());
        threads.setName("http");
        server = new Server(threads);
        server.setStopTimeout(TimeUnit.SECONDS.toMillis(config.stopSeconds()));
        server.setErrorHandler(new ProblemErrorHandler());
        edge = new Edge(config, threads, handler);
        server.setHandler(new GracefulHandler(edge));
        TrustedProxies proxies = new TrustedProxies(config.trustedProxies());
        connector = new ClientConnector(server, config, http(config, proxies), edge.addresses, proxies);
        try {
            connector.open();
        } catch (IOException e) {
            throw new IOException("cannot listen at " + config.host() + ":" + config.port() + ": " + e.getMessage(), e);
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

    void accept() throws Exception {
        server.addConnector(connector);
        connector.start();
    }

    int answerThreads() {
        return edge.threads.limit();
    }

    int port() {
        return connector.getLocalPort();
    }

    /** Lets nobody in any more, waits for requests in flight, within bounds, and gives the port back. */
    void stop() throws Exception {
        server.stop();
        connector.close();
    }
}

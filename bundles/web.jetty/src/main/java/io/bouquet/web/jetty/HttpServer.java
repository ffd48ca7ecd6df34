package io.bouquet.web.jetty;

import jakarta.servlet.SessionTrackingMode;
import java.util.Hashtable;
import java.util.Set;
import org.apache.felix.http.base.internal.HttpServiceController;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.osgi.service.servlet.runtime.HttpServiceRuntimeConstants;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The HTTP server. It requires a configuration, so that it never listens on a port that is not configured, such as a
 * default port while the settings are still being read.
 */
@Component(configurationPid = HttpServer.PID, configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = HttpServer.Config.class)
public final class HttpServer {
    static final String PID = "io.bouquet.web.jetty";
    /** Service property of the runtime: number of threads that answer requests, without the reserved ones. */
    private static final String THREADS = "io.bouquet.web.threads";

    private static final Logger LOG = LoggerFactory.getLogger(HttpServer.class);

    /** Address and limits of the server. */
    @ObjectClassDefinition(name = "Bouquet HTTP server")
    @interface Config {
        @AttributeDefinition(description = "Address to listen on")
        String host() default "127.0.0.1";

        @AttributeDefinition(description = "Port to listen on; 0 takes a free one")
        int port() default 8181;

        @AttributeDefinition(
                description = "Addresses, or ranges such as 10.0.0.0/24, of proxies whose X-Forwarded-Proto,"
                        + " X-Forwarded-For and Forwarded headers are believed")
        String[] trustedProxies() default {};

        @AttributeDefinition(description = "Threads of the server; a tenth of them is reserved for urgent requests")
        int threads() default 200;

        @AttributeDefinition(description = "Paths, with all paths below them, that the reserved threads answer")
        String[] urgentPaths() default {"/api/health"};

        @AttributeDefinition(description = "Requests that may wait for a thread; more are refused with 503")
        int queue() default 1000;

        @AttributeDefinition(description = "Seconds that a request waits for a thread; then it is refused with 503")
        int queueSeconds() default 30;

        @AttributeDefinition(description = "Connections that may be open; more are closed at once")
        int connections() default 10_000;

        @AttributeDefinition(description = "Connections that one address may have open, except trusted proxies")
        int connectionsPerAddress() default 2_500;

        @AttributeDefinition(description = "Seconds after which a connection without traffic is closed")
        int idleSeconds() default 60;

        @AttributeDefinition(description = "Bytes that the request line and the headers may have")
        int headerBytes() default 16 * 1024;

        @AttributeDefinition(description = "Seconds in which the request line and the headers must arrive")
        int headSeconds() default 20;

        @AttributeDefinition(
                description = "Bytes per second that a client must send of its body, or read of its answer")
        int bytesPerSecond() default 500;

        @AttributeDefinition(description = "Seconds over which bytesPerSecond is measured")
        int slowSeconds() default 10;

        @AttributeDefinition(
                description =
                        "Bytes of a body that are read before the request takes a thread; larger bodies hold a thread while they are read")
        int bodyBytes() default 8 * 1024 * 1024;

        @AttributeDefinition(
                description = "Paths, with all paths below them, that take a thread before the body arrives and read it"
                        + " while they answer, as slowly as the client sends it")
        String[] streamPaths() default {"/api/annotate/stream"};

        @AttributeDefinition(
                description = "Bodies above bodyBytes, or of streamPaths, that may be read at the same time; more are"
                        + " refused with 503")
        int largeBodies() default 16;

        @AttributeDefinition(description = "Bytes of an answer that are buffered for a client that reads slowly")
        int answerBytes() default 1024 * 1024;

        @AttributeDefinition(
                description = "Bytes of all bodies and answers in memory together; 0 for an eighth of the heap")
        long bufferBytes() default 0;

        @AttributeDefinition(description = "Percentage of bufferBytes that the clients at one address may use")
        int bufferPercentPerAddress() default 50;

        @AttributeDefinition(
                description =
                        "Bytes from which an answer is compressed if the client accepts gzip; 0 turns compression off."
                                + " Streams and pages are never compressed")
        int gzipBytes() default 500;

        @AttributeDefinition(description = "Seconds in which requests in progress may finish when the server stops")
        int stopSeconds() default 10;
    }

    private final HttpServiceController whiteboard;
    private final Listener listener;

    @Activate
    public HttpServer(BundleContext bundle, Config config) throws Exception {
        whiteboard = new HttpServiceController(ScopingContext.of(bundle, PlatformBundles::contains));
        ServletContextHandler servlets = servlets();
        listener = new Listener(config, servlets);
        whiteboard.register(servlets.getServletContext(), properties(config.host()));
        listener.accept();
        LOG.info("Jetty {} answers at {}:{}", Server.getVersion(), config.host(), listener.port());
    }

    private ServletContextHandler servlets() {
        ServletContextHandler servlets = new ServletContextHandler("/", ServletContextHandler.SESSIONS);
        servlets.setErrorHandler(new ProblemErrorHandler());
        servlets.getSessionHandler().setSessionTrackingModes(Set.of(SessionTrackingMode.COOKIE));
        servlets.getSessionHandler().setHttpOnly(true);
        whiteboard.getEventDispatcher().setActive(true);
        servlets.addEventListener(whiteboard.getEventDispatcher());
        servlets.getSessionHandler().addEventListener(whiteboard.getEventDispatcher());
        ServletHolder dispatcher = new ServletHolder(whiteboard.createDispatcherServlet());
        dispatcher.setAsyncSupported(true);
        servlets.addServlet(dispatcher, "/*");
        return servlets;
    }

    private Hashtable<String, Object> properties(String host) {
        String address = host.contains(":") ? "[" + host + "]" : host;
        String[] endpoints = {"http://" + address + ":" + listener.port() + "/"};
        Hashtable<String, Object> properties = new Hashtable<>();
        properties.put(HttpServiceRuntimeConstants.HTTP_SERVICE_ENDPOINT, endpoints);
        properties.put(THREADS, listener.answerThreads());
        return properties;
    }

    @Deactivate
    void stop() throws Exception {
        listener.stop();
        whiteboard.getEventDispatcher().setActive(false);
        whiteboard.unregister();
    }
}

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
 * The HTTP server. It needs a configuration, so that it never listens anywhere that nobody asked for: there is no
 * default port to fall back to while settings are still being read.
 */
@Component(configurationPid = HttpServer.PID, configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = HttpServer.Config.class)
public final class HttpServer {
    static final String PID = "io.bouquet.web.jetty";

    private static final Logger LOG = LoggerFactory.getLogger(HttpServer.class);

    /** Where the server listens, and what one client may cost. */
    @ObjectClassDefinition(name = "Bouquet HTTP server")
    @interface Config {
        @AttributeDefinition(description = "Address to listen on")
        String host() default "127.0.0.1";

        @AttributeDefinition(description = "Port to listen on; 0 takes a free one")
        int port() default 8181;

        @AttributeDefinition(description = "Threads that answer requests")
        int threads() default 200;

        @AttributeDefinition(description = "Seconds after which a connection without traffic is closed")
        int idleSeconds() default 60;

        @AttributeDefinition(
                description = "Bytes that the line and the headers of a request may have; more are 414 or 431")
        int headerBytes() default 16 * 1024;

        @AttributeDefinition(description = "Seconds that requests in flight get when the server stops")
        int stopSeconds() default 10;
    }

    private final HttpServiceController whiteboard;
    private final Listener listener;

    @Activate
    public HttpServer(BundleContext bundle, Config config) throws Exception {
        whiteboard = new HttpServiceController(bundle);
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
        return properties;
    }

    @Deactivate
    void stop() throws Exception {
        listener.stop();
        whiteboard.getEventDispatcher().setActive(false);
        whiteboard.unregister();
    }
}

package io.bouquet.web.internal;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.Set;
import javax.servlet.DispatcherType;
import javax.ws.rs.core.Application;
import javax.ws.rs.ext.RuntimeDelegate;
import org.apache.cxf.Bus;
import org.apache.cxf.BusFactory;
import org.apache.cxf.common.logging.LogUtils;
import org.apache.cxf.common.logging.Slf4jLogger;
import org.apache.cxf.jaxrs.impl.RuntimeDelegateImpl;
import org.apache.cxf.jaxrs.servlet.CXFNonSpringJaxrsServlet;
import org.eclipse.jetty.server.ForwardedRequestCustomizer;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.servlet.FilterHolder;
import org.eclipse.jetty.servlet.ServletContextHandler;
import org.eclipse.jetty.servlet.ServletHolder;

/** The guard in front of JAX-RS resources, over real HTTP. */
final class TestServer {
    static {
        // Aries' JAX-RS API looks for one in OSGi only
        RuntimeDelegate.setInstance(new RuntimeDelegateImpl());
        LogUtils.setLoggerClass(Slf4jLogger.class);
    }

    private final Server server = new Server();
    private final ServerConnector connector = new ServerConnector(server);
    private final HttpClient client = HttpClient.newHttpClient();

    TestServer(RequestGuard guard, Object... resourcesAndProviders) throws Exception {
        connector.setHost("127.0.0.1");
        // requests that came by TLS, as a proxy says
        connector
                .getConnectionFactory(HttpConnectionFactory.class)
                .getHttpConfiguration()
                .addCustomizer(new ForwardedRequestCustomizer());
        server.addConnector(connector);
        ServletContextHandler context = new ServletContextHandler();
        context.addFilter(new FilterHolder(guard), "/*", EnumSet.of(DispatcherType.REQUEST));
        Set<Object> all = new LinkedHashSet<>(Arrays.asList(resourcesAndProviders));
        all.add(new ProblemExceptionMapper());
        all.add(new DatabaseUnavailableExceptionMapper());
        all.add(new WebApplicationExceptionMapper());
        all.add(new JsonExceptionMapper());
        all.add(new UnexpectedExceptionMapper());
        all.add(new TestJson());
        CXFNonSpringJaxrsServlet servlet = new CXFNonSpringJaxrsServlet(new Application() {
            @Override
            public Set<Object> getSingletons() {
                return all;
            }
        });
        Bus bus = BusFactory.newInstance().createBus();
        new LeanBuses().busCreated(bus);
        servlet.setBus(bus);
        context.addServlet(new ServletHolder(servlet), "/*");
        server.setHandler(context);
        server.start();
    }

    HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + connector.getLocalPort() + path));
    }

    HttpRequest.Builder requestOf(String name, String password, String path) {
        return request(path).header("Authorization", basic(name + ":" + password));
    }

    HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    Socket connect() throws IOException {
        Socket socket = new Socket("127.0.0.1", connector.getLocalPort());
        socket.setSoTimeout(10_000);
        return socket;
    }

    static String basic(String credentials) {
        return "Basic " + Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8));
    }

    void stop() throws Exception {
        server.stop();
    }
}

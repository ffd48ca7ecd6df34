package io.bouquet.web.binding.internal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.bouquet.web.internal.JsonExceptionMapper;
import io.bouquet.web.internal.ProblemExceptionMapper;
import io.bouquet.web.internal.UnexpectedExceptionMapper;
import io.bouquet.web.internal.WebApplicationExceptionMapper;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.StreamSupport;
import javax.ws.rs.core.Application;
import javax.ws.rs.ext.RuntimeDelegate;
import org.apache.cxf.BusFactory;
import org.apache.cxf.common.logging.LogUtils;
import org.apache.cxf.common.logging.Slf4jLogger;
import org.apache.cxf.jaxrs.impl.RuntimeDelegateImpl;
import org.apache.cxf.jaxrs.servlet.CXFNonSpringJaxrsServlet;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.servlet.ServletContextHandler;
import org.eclipse.jetty.servlet.ServletHolder;
import org.osgi.framework.BundleContext;

/** JAX-RS resources with the platform's binding, over real HTTP. */
final class TestServer {
    static {
        // Aries' JAX-RS API looks for one in OSGi only
        RuntimeDelegate.setInstance(new RuntimeDelegateImpl());
        LogUtils.setLoggerClass(Slf4jLogger.class);
    }

    private static final JsonMapper JSON = new JsonMapper();

    private final Server server = new Server();
    private final ServerConnector connector = new ServerConnector(server);
    private final HttpClient client = HttpClient.newHttpClient();

    TestServer(Object... resourcesAndProviders) throws Exception {
        connector.setHost("127.0.0.1");
        server.addConnector(connector);
        Json json = json();
        Set<Object> all = new LinkedHashSet<>(Arrays.asList(resourcesAndProviders));
        all.add(new ProblemExceptionMapper());
        all.add(new WebApplicationExceptionMapper());
        all.add(new JsonExceptionMapper());
        all.add(new UnexpectedExceptionMapper());
        all.add(new JsonBodies(json));
        all.add(new JsonLines(json));
        all.add(new BindingFilter(json));
        all.add(new NamedConverters());
        CXFNonSpringJaxrsServlet servlet = new CXFNonSpringJaxrsServlet(new Application() {
            @Override
            public Set<Object> getSingletons() {
                return all;
            }
        });
        servlet.setBus(BusFactory.newInstance().createBus());
        ServletContextHandler context = new ServletContextHandler();
        context.addServlet(new ServletHolder(servlet), "/*");
        server.setHandler(context);
        server.start();
    }

    static Json json() {
        return new Json((BundleContext) Proxy.newProxyInstance(
                TestServer.class.getClassLoader(),
                new Class<?>[] {BundleContext.class},
                (proxy, method, arguments) -> null));
    }

    HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + connector.getLocalPort() + path));
    }

    HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return send(request(path));
    }

    /** Posts JSON; a single quote stands for a double one. */
    HttpResponse<String> post(String path, String body) throws IOException, InterruptedException {
        return send(request(path)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body.replace('\'', '"'))));
    }

    static JsonNode json(HttpResponse<String> answer) throws IOException {
        return JSON.readTree(answer.body());
    }

    /** Returns the errors of a 422, each as {@code type loc}. */
    static List<String> errors(HttpResponse<String> answer) throws IOException {
        if (answer.statusCode() != 422) {
            throw new AssertionError(answer.statusCode() + " " + answer.body());
        }
        return StreamSupport.stream(json(answer).path("errors").spliterator(), false)
                .map(error -> error.path("type").asText() + " " + error.path("loc"))
                .map(error -> error.replace("\"", ""))
                .toList();
    }

    static JsonNode error(HttpResponse<String> answer, int index) throws IOException {
        return json(answer).path("errors").path(index);
    }

    void stop() throws Exception {
        server.stop();
    }
}

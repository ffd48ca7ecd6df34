package io.bouquet.web.gate;

import static org.assertj.core.api.Assertions.assertThat;

import io.bouquet.web.RequestLease;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.EnumSet;
import java.util.Set;
import javax.servlet.DispatcherType;
import javax.servlet.Filter;
import javax.servlet.http.HttpServletRequest;
import javax.ws.rs.GET;
import javax.ws.rs.Path;
import javax.ws.rs.core.Application;
import javax.ws.rs.core.Context;
import javax.ws.rs.ext.RuntimeDelegate;
import org.apache.cxf.common.logging.LogUtils;
import org.apache.cxf.common.logging.Slf4jLogger;
import org.apache.cxf.jaxrs.impl.RuntimeDelegateImpl;
import org.apache.cxf.jaxrs.servlet.CXFNonSpringJaxrsServlet;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.servlet.FilterHolder;
import org.eclipse.jetty.servlet.ServletContextHandler;
import org.eclipse.jetty.servlet.ServletHolder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.osgi.framework.Bundle;

/** Requests over real HTTP to resources and sub-resources. */
final class MatchedMethodFilterTest {
    static {
        // Aries' JAX-RS API looks for one in OSGi only
        RuntimeDelegate.setInstance(new RuntimeDelegateImpl());
        LogUtils.setLoggerClass(Slf4jLogger.class);
    }

    private static final Bundle OWNER = bundle();
    private static final Bundle OTHER = bundle();

    private final Gate gate = new Gate(new Counts(System::nanoTime), () -> {}, 1_000_000_000L);
    private final GatedRequest gated = new GatedRequest(gate, true);
    private final Server server = new Server();
    private final ServerConnector connector = new ServerConnector(server);

    @BeforeEach
    void start() throws Exception {
        connector.setHost("127.0.0.1");
        server.addConnector(connector);
        ServletContextHandler context = new ServletContextHandler();
        Filter entering = (request, response, chain) -> {
            request.setAttribute(RequestLease.ATTRIBUTE, gated);
            gated.enter(((HttpServletRequest) request).getRequestURI());
            chain.doFilter(request, response);
        };
        context.addFilter(new FilterHolder(entering), "/*", EnumSet.of(DispatcherType.REQUEST));
        context.addServlet(
                new ServletHolder(new CXFNonSpringJaxrsServlet(new Application() {
                    @Override
                    public Set<Object> getSingletons() {
                        return Set.of(
                                new Shop(gate), new MatchedMethodFilter(type -> type == Shop.class ? OWNER : OTHER));
                    }
                })),
                "/*");
        server.setHandler(context);
        server.start();
    }

    @AfterEach
    void stop() throws Exception {
        server.stop();
        gate.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/shop/name", "/shop/typed/name", "/shop/any/name", "/shop/any/again/name"})
    void countsTheRequestForTheBundleOfTheRootResource(String path) throws Exception {
        assertThat(get(path)).as("while the method runs").isEqualTo("owner true, other false, drained true");
    }

    @Test
    void leavesARequestAloneThatNoMethodMatches() throws Exception {
        get("/nothing");
        assertThat(gated.isMatched()).isFalse();
    }

    private String get(String path) throws Exception {
        URI uri = URI.create("http://127.0.0.1:" + connector.getLocalPort() + path);
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString())
                .body();
    }

    @Path("/shop")
    public static final class Shop {
        private final Gate gate;

        Shop(Gate gate) {
            this.gate = gate;
        }

        @GET
        @Path("name")
        public String name(@Context HttpServletRequest request) {
            return state(gate, request);
        }

        @Path("typed")
        public Shelf typed() {
            return new Shelf(gate);
        }

        @Path("any")
        public Object any() {
            return new Shelf(gate);
        }
    }

    public static final class Shelf {
        private final Gate gate;

        Shelf(Gate gate) {
            this.gate = gate;
        }

        @GET
        @Path("name")
        public String name(@Context HttpServletRequest request) {
            return state(gate, request);
        }

        @Path("again")
        public Object again() {
            return new Shelf(gate);
        }
    }

    private static String state(Gate gate, HttpServletRequest request) {
        return "owner " + gate.answeredBy(OWNER).contains(request.getAttribute(RequestLease.ATTRIBUTE))
                + ", other " + !gate.answeredBy(OTHER).isEmpty()
                + ", drained " + gate.applications().of(request.getRequestURI()).drain(System.nanoTime());
    }

    private static Bundle bundle() {
        return (Bundle) Proxy.newProxyInstance(
                MatchedMethodFilterTest.class.getClassLoader(),
                new Class<?>[] {Bundle.class},
                (self, method, arguments) -> switch (method.getName()) {
                    case "hashCode" -> System.identityHashCode(self);
                    case "equals" -> self == arguments[0];
                    case "getState" -> Bundle.ACTIVE;
                    default -> throw new UnsupportedOperationException(method.getName());
                });
    }
}

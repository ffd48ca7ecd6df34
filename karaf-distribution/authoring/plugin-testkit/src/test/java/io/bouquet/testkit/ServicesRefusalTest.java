package io.bouquet.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bouquet.data.Transactions;
import io.bouquet.tagging.AnnotationRequest;
import io.bouquet.tagging.Broker;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import javax.servlet.Servlet;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import javax.ws.rs.BeanParam;
import javax.ws.rs.GET;
import javax.ws.rs.Path;
import javax.ws.rs.QueryParam;
import javax.ws.rs.container.ContainerRequestContext;
import javax.ws.rs.container.ContainerRequestFilter;
import javax.ws.rs.container.PreMatching;
import org.junit.jupiter.api.Test;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.http.whiteboard.propertytypes.HttpWhiteboardResource;
import org.osgi.service.http.whiteboard.propertytypes.HttpWhiteboardServletPattern;
import org.osgi.service.jaxrs.whiteboard.propertytypes.JaxrsApplicationSelect;
import org.osgi.service.jaxrs.whiteboard.propertytypes.JaxrsExtension;
import org.osgi.service.jaxrs.whiteboard.propertytypes.JaxrsResource;

/** What the platform would not serve, and components that are created for a test. */
class ServicesRefusalTest {
    @Component
    @JaxrsResource
    @Path("/a")
    static final class WithoutService {
        @GET
        public String get() {
            return "a";
        }
    }

    @Component(service = WithoutMarker.class)
    @Path("/b")
    static final class WithoutMarker {
        @GET
        public String get() {
            return "b";
        }
    }

    @Component(service = WithoutFiles.class)
    @HttpWhiteboardResource(pattern = "/files/*", prefix = "/none")
    static final class WithoutFiles {}

    @Component(service = NotPublic.class)
    @JaxrsResource
    @Path("/n")
    static final class NotPublic {
        @GET
        public String get() {
            return "n";
        }
    }

    @Component(service = WithNestedBean.class)
    @JaxrsResource
    @Path("/c")
    public static final class WithNestedBean {
        record Inner(@QueryParam("x") int x) {}

        record Outer(@BeanParam Inner inner) {}

        @GET
        public String get(@BeanParam Outer outer) {
            return outer.toString();
        }
    }

    @Component
    @JaxrsExtension
    @PreMatching
    static final class BeforeAll implements ContainerRequestFilter {
        @Override
        public void filter(ContainerRequestContext request) {}
    }

    @Component(service = OfNothing.class)
    @JaxrsResource
    @JaxrsApplicationSelect("(osgi.jaxrs.name=shop)")
    @Path("/d")
    public static final class OfNothing {
        @GET
        public String get() {
            return "d";
        }
    }

    @Component(service = Counting.class)
    @JaxrsResource
    @Path("/count")
    public static final class Counting {
        static final List<String> ENDED = new ArrayList<>();

        private final Broker broker;
        private final Transactions transactions;

        @Activate
        Counting(BundleContext context, @Reference Broker broker, @Reference Transactions transactions) {
            this.broker = broker;
            this.transactions = transactions;
            ENDED.add("began in " + context.getBundle().getSymbolicName());
        }

        @Deactivate
        void end() {
            ENDED.add("ended");
        }

        @GET
        @Path("tokens")
        public int tokens(@QueryParam("text") String text, @QueryParam("layer") String layer) {
            return broker.annotate(new AnnotationRequest(text, List.of(layer), "en"))
                    .layers()
                    .get(layer)
                    .size();
        }

        @GET
        @Path("customers")
        public int customers() {
            return transactions.call(manager -> manager.createQuery("SELECT c FROM Customer c", Customer.class)
                    .getResultList()
                    .size());
        }
    }

    @Component(service = Servlet.class)
    @HttpWhiteboardServletPattern("/plain/*")
    static final class Plain extends HttpServlet {
        private static final long serialVersionUID = 1;

        @Override
        protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
            response.getWriter().print(request.getRemoteUser() + " at " + request.getPathInfo());
        }
    }

    private static void refuses(String reason, Object... components) {
        Services services = Services.of(components);
        assertThatThrownBy(services::client)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(reason);
    }

    @Test
    void saysWhyAServiceWouldNotBeServed() {
        refuses("nothing here is a component: java.lang.String", "text");
        refuses("write @Component(service = WithoutService.class)", new WithoutService());
        refuses("write @JaxrsResource", new WithoutMarker());
        refuses("serves the folder /none, which is not among the resources", new WithoutFiles());
        refuses("is not public", new NotPublic());
        refuses("@BeanParam", new WithNestedBean());
        refuses("PreMatching", new BeforeAll(), new Plain());
        refuses("osgi.jaxrs.application.select", new OfNothing());
        refuses("Counting needs a io.bouquet.tagging.Broker", Counting.class);
    }

    @Test
    void createsComponentsWithTheirReferences() {
        Taggers taggers = Taggers.of(new SpaceTagger());
        Entities entities = Entities.of("crm", "db/changes.sql", Customer.class);
        try (Services services = Services.of(Counting.class, taggers, entities, new Plain())) {
            Client client = services.client();
            assertThat(client.get("/count/tokens?text=one%20two&layer=tokens").text())
                    .isEqualTo("2");
            assertThat(client.get("/count/tokens?text=one&layer=tokenz")
                            .errors()
                            .get(0)
                            .msg())
                    .contains("tokenz");
            assertThat(client.get("/count/customers").text()).isEqualTo("1");
            assertThat(client.get("/plain/x").text()).isEqualTo("tester at /x");
        }
        assertThat(Counting.ENDED).containsExactly("began in plugin", "ended");
        assertThat(taggers.isStarted()).isFalse();
        assertThat(entities.isStarted()).isFalse();
    }
}

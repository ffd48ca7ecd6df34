package io.bouquet.web.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.bouquet.console.PageRenderer;
import io.bouquet.console.spi.PageRequest;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.osgi.service.http.runtime.dto.FilterDTO;
import org.osgi.service.http.runtime.dto.ServletContextDTO;
import org.osgi.service.http.runtime.dto.ServletDTO;
import org.osgi.service.jaxrs.runtime.dto.ApplicationDTO;
import org.osgi.service.jaxrs.runtime.dto.DTOConstants;
import org.osgi.service.jaxrs.runtime.dto.FailedApplicationDTO;
import org.osgi.service.jaxrs.runtime.dto.FailedExtensionDTO;
import org.osgi.service.jaxrs.runtime.dto.FailedResourceDTO;
import org.osgi.service.jaxrs.runtime.dto.ResourceDTO;
import org.osgi.service.jaxrs.runtime.dto.ResourceMethodInfoDTO;
import org.osgi.service.jaxrs.runtime.dto.RuntimeDTO;

class ApiPageTest {
    private final RuntimeDTO runtime = runtime();
    private final ApiPage page = new ApiPage(() -> runtime, this::servlets, this::bundle);

    @Test
    void listsRoutesOfAllApplicationsByPath() {
        assertThat(Routes.of(runtime, service -> "b" + service).routes())
                .extracting(route -> route.method() + " " + route.path() + " " + route.bundle())
                .containsExactly(
                        "POST /api/annotate b11",
                        "GET /api/health/live b12",
                        "GET /hello b13",
                        "GET /hello/{name} b13");
    }

    @Test
    void putsTheContentTypesOfOneRouteTogether() {
        ResourceMethodInfoDTO json = route("POST", "/annotate");
        json.consumingMimeType = new String[] {"application/json"};
        ResourceMethodInfoDTO text = route("POST", "/annotate");
        text.consumingMimeType = new String[] {"text/plain"};
        runtime.applicationDTOs = new ApplicationDTO[] {application("/api", resource(11, json, text))};

        assertThat(Routes.of(runtime, service -> "b").routes())
                .contains(new Route(
                        "POST",
                        "/api/annotate",
                        List.of("application/json", "text/plain"),
                        List.of("application/json"),
                        "b"));
    }

    @Test
    void omitsFailuresAndHealthIfThereAreNone() {
        runtime.applicationDTOs = new ApplicationDTO[0];

        assertThat(html()).doesNotContain("did not register").doesNotContain("Health");
    }

    @Test
    void saysHowToCallThePlatformByTheAddressThatTheBrowserKnows() {
        assertThat(html())
                .contains("curl -u ann ", "http://localhost:8181/api/annotate</pre>", "href=\"/api/health/live\"");
    }

    @Test
    void showsServicesThatFailedToRegisterAndWhy() {
        FailedResourceDTO failed = new FailedResourceDTO();
        failed.name = "<broken>";
        failed.serviceId = 99;
        failed.failureReason = DTOConstants.FAILURE_REASON_REQUIRED_APPLICATION_UNAVAILABLE;
        runtime.failedResourceDTOs = new FailedResourceDTO[] {failed};

        assertThat(html())
                .contains("The resource <strong>&lt;broken&gt;</strong> of bundle-of-99:"
                        + " the application that it selects (osgi.jaxrs.application.select) is missing.");
    }

    @Test
    void showsNoExampleOfARouteThatIsNotThere() {
        runtime.applicationDTOs = new ApplicationDTO[0];

        assertThat(html()).contains("/hello").doesNotContain("curl");
    }

    @Test
    void listsServletsFilesAndFiltersWithTheirBundles() {
        assertThat(Servlets.of(servlets(), this::bundle))
                .extracting(served -> served.kind() + " " + served.path() + " " + served.bundle())
                .containsExactly(
                        "filter /shop/* bundle-of-23",
                        "servlet /shop/*.html bundle-of-21",
                        "files /shop/files/* bundle-of-22");
        assertThat(html()).contains("Servlets, files and filters", "<code>/shop/files/*</code>");
    }

    private String bundle(long service) {
        return service == 20 ? "org.apache.aries.jax.rs.whiteboard 2.0.2" : "bundle-of-" + service;
    }

    private org.osgi.service.http.runtime.dto.RuntimeDTO servlets() {
        ServletContextDTO context = new ServletContextDTO();
        context.contextPath = "/shop";
        context.servletDTOs = new ServletDTO[] {new ServletDTO(), new ServletDTO()};
        context.servletDTOs[0].serviceId = 20;
        context.servletDTOs[0].patterns = new String[] {"/*"};
        context.servletDTOs[1].serviceId = 21;
        context.servletDTOs[1].patterns = new String[] {"*.html"};
        org.osgi.service.http.runtime.dto.ResourceDTO files = new org.osgi.service.http.runtime.dto.ResourceDTO();
        files.serviceId = 22;
        files.patterns = new String[] {"/files/*"};
        context.resourceDTOs = new org.osgi.service.http.runtime.dto.ResourceDTO[] {files};
        FilterDTO filter = new FilterDTO();
        filter.serviceId = 23;
        filter.patterns = new String[] {"/*"};
        context.filterDTOs = new FilterDTO[] {filter};
        org.osgi.service.http.runtime.dto.RuntimeDTO all = new org.osgi.service.http.runtime.dto.RuntimeDTO();
        all.servletContextDTOs = new ServletContextDTO[] {context};
        return all;
    }

    private String html() {
        return new PageRenderer(page)
                .render(page.show(new PageRequest("ann", "", Map.of(), "http://localhost:8181")), "token");
    }

    private static RuntimeDTO runtime() {
        RuntimeDTO runtime = new RuntimeDTO();
        runtime.defaultApplication =
                application("/", resource(13, route("GET", "/hello/{name}"), route("GET", "/hello/")));
        runtime.applicationDTOs = new ApplicationDTO[] {
            application("/api", resource(12, route("GET", "health/live")), resource(11, route("POST", "/annotate")))
        };
        runtime.failedApplicationDTOs = new FailedApplicationDTO[0];
        runtime.failedResourceDTOs = new FailedResourceDTO[0];
        runtime.failedExtensionDTOs = new FailedExtensionDTO[0];
        return runtime;
    }

    private static ApplicationDTO application(String base, ResourceDTO... resources) {
        ApplicationDTO application = new ApplicationDTO();
        application.base = base;
        application.resourceDTOs = resources;
        return application;
    }

    private static ResourceDTO resource(long service, ResourceMethodInfoDTO... methods) {
        ResourceDTO resource = new ResourceDTO();
        resource.serviceId = service;
        resource.resourceMethods = methods;
        return resource;
    }

    private static ResourceMethodInfoDTO route(String method, String path) {
        ResourceMethodInfoDTO route = new ResourceMethodInfoDTO();
        route.method = method;
        route.path = path;
        route.producingMimeType = new String[] {"application/json"};
        return route;
    }
}

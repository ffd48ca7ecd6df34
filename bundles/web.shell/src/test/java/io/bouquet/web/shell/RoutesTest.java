package io.bouquet.web.shell;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bouquet.web.RouteAccess;
import io.bouquet.web.shell.Route.Kind;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.function.LongFunction;
import org.junit.jupiter.api.Test;
import org.osgi.service.http.runtime.dto.FailedErrorPageDTO;
import org.osgi.service.http.runtime.dto.FailedFilterDTO;
import org.osgi.service.http.runtime.dto.FailedListenerDTO;
import org.osgi.service.http.runtime.dto.FailedPreprocessorDTO;
import org.osgi.service.http.runtime.dto.FailedServletContextDTO;
import org.osgi.service.http.runtime.dto.FailedServletDTO;
import org.osgi.service.http.runtime.dto.FilterDTO;
import org.osgi.service.http.runtime.dto.PreprocessorDTO;
import org.osgi.service.http.runtime.dto.ServletContextDTO;
import org.osgi.service.http.runtime.dto.ServletDTO;
import org.osgi.service.jaxrs.runtime.dto.ApplicationDTO;
import org.osgi.service.jaxrs.runtime.dto.DTOConstants;
import org.osgi.service.jaxrs.runtime.dto.ExtensionDTO;
import org.osgi.service.jaxrs.runtime.dto.FailedApplicationDTO;
import org.osgi.service.jaxrs.runtime.dto.FailedExtensionDTO;
import org.osgi.service.jaxrs.runtime.dto.FailedResourceDTO;
import org.osgi.service.jaxrs.runtime.dto.ResourceDTO;
import org.osgi.service.jaxrs.runtime.dto.ResourceMethodInfoDTO;
import org.osgi.service.jaxrs.runtime.dto.RuntimeDTO;

class RoutesTest {
    private static final LongFunction<String> COMPONENTS = id -> "component." + id;
    private static final LongFunction<String> SOCKETS = id -> id == 77 ? "scope chat" : null;
    private static final RouteAccess ACCESS = (service, method, path) -> "group " + method + " of " + service;
    private static final LongFunction<String> BUNDLES = service ->
            service == 9 ? "org.apache.aries.jax.rs.whiteboard [9]" : "bundle.of." + service + " [" + service + "]";

    @Test
    void joinsThePathOfARestRoute() {
        assertThat(RestRoutes.of(rest(), BUNDLES, ACCESS).routes())
                .contains(new Route(
                        Kind.REST,
                        "GET",
                        "/api/taggers/{name}",
                        "taggers",
                        "bouquet",
                        "group GET of 2",
                        "bundle.of.2 [2]"));
    }

    @Test
    void describesWhyAResourceFailed() {
        assertThat(RestRoutes.of(rest(), BUNDLES, ACCESS).failures())
                .singleElement()
                .satisfies(failure -> {
                    assertThat(failure.kind()).isEqualTo("resource");
                    assertThat(failure.bundle()).isEqualTo("bundle.of.3 [3]");
                    assertThat(failure.reason()).contains("the application that it selects");
                });
    }

    @Test
    void namesEachPatternOfAServletAndLeavesOutThoseThatCarryRest() {
        assertThat(ServletRoutes.of(http(), BUNDLES, COMPONENTS, SOCKETS).routes())
                .filteredOn(route -> route.kind() == Kind.SERVLET)
                .extracting(Route::path)
                .containsExactly("/ctx/a", "/ctx/b/*");
    }

    @Test
    void tellsWhoMayOpenAWebSocket() {
        org.osgi.service.http.runtime.dto.RuntimeDTO http = http();
        ServletDTO socket = http.servletContextDTOs[0].servletDTOs[0];
        socket.serviceId = 77;
        assertThat(ServletRoutes.of(http, BUNDLES, COMPONENTS, SOCKETS).routes())
                .filteredOn(route -> route.kind() == Kind.SOCKET)
                .singleElement()
                .satisfies(route -> {
                    assertThat(route.path()).isEqualTo("/ctx");
                    assertThat(route.method()).isEqualTo("GET");
                    assertThat(route.access()).isEqualTo("scope chat");
                    assertThat(route.bundle()).isEqualTo("bundle.of.77 [77]");
                });
    }

    @Test
    void namesTheComponentOfAFilterThatIsWrapped() {
        org.osgi.service.http.runtime.dto.RuntimeDTO http = http();
        http.servletContextDTOs[0].filterDTOs[0].name = "io.bouquet.web.jetty.ScopedFilter";
        assertThat(ServletRoutes.of(http, BUNDLES, COMPONENTS, SOCKETS).routes())
                .filteredOn(route -> route.kind() == Kind.FILTER)
                .extracting(Route::name)
                .containsExactly("component.6");
    }

    @Test
    void describesWhyAServletFailed() {
        assertThat(ServletRoutes.of(http(), BUNDLES, COMPONENTS, SOCKETS).failures())
                .extracting(Failure::reason)
                .containsExactly("it failed to initialise; the log contains the cause");
    }

    @Test
    void listsRoutesFirstAndFailuresBelow() {
        String printed = printed(new ListCommand());
        assertThat(printed)
                .containsPattern(
                        "GET.*/api/taggers/\\{name\\}.*rest.*taggers.*bouquet.*group GET of 2.*bundle\\.of\\.2")
                .containsPattern("resource.*lost.*bundle\\.of\\.3.*the application that it selects")
                .doesNotContain("filter");
        assertThat(printed.indexOf("/ctx/a")).isLessThan(printed.indexOf("lost"));
    }

    @Test
    void filtersByPath() {
        ListCommand command = new ListCommand();
        command.path = "/ctx/b";
        assertThat(printed(command)).contains("/ctx/b/*").doesNotContain("/ctx/a", "/api/");
    }

    @Test
    void filtersByTheNameOrTheIdOfABundle() {
        ListCommand byName = new ListCommand();
        byName.bundle = "bundle.of.2";
        ListCommand byId = new ListCommand();
        byId.bundle = "2";
        assertThat(printed(byName))
                .isEqualTo(printed(byId))
                .contains("/api/taggers")
                .doesNotContain("/ctx", "lost");
    }

    @Test
    void addsExtensionsAndFiltersOnRequest() {
        ListCommand command = new ListCommand();
        command.extensions = true;
        assertThat(printed(command))
                .containsPattern("/\\*.*preprocessor")
                .containsPattern("/ctx/\\*.*filter")
                .containsPattern("/api/\\*.*extension.*json");
    }

    @Test
    void listsOnlyFailuresOnRequest() {
        ListCommand command = new ListCommand();
        command.failed = true;
        assertThat(printed(command)).contains("lost").doesNotContain("/api/taggers");
    }

    @Test
    void saysThatNothingFailed() {
        ListCommand command = new ListCommand();
        command.failed = true;
        command.bundle = "bundle.of.2";
        assertThat(printed(command)).contains("Nothing failed to register.");
    }

    @Test
    void printsJson() throws Exception {
        ListCommand command = new ListCommand();
        command.json = true;
        JsonNode json = new ObjectMapper().readTree(printed(command));
        assertThat(json.get("routes")).hasSize(3);
        assertThat(json.get("failures")).hasSize(2);
        assertThat(json.get("routes").get(0).get("kind").asText()).isEqualTo("rest");
        assertThat(json.get("routes").get(0).get("access").asText()).isEqualTo("group GET of 2");
    }

    private static String printed(ListCommand command) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        command.print(
                RestRoutes.of(rest(), BUNDLES, ACCESS).and(ServletRoutes.of(http(), BUNDLES, COMPONENTS, SOCKETS)),
                new PrintStream(bytes, true, StandardCharsets.UTF_8));
        return bytes.toString(StandardCharsets.UTF_8);
    }

    private static RuntimeDTO rest() {
        ResourceMethodInfoDTO get = new ResourceMethodInfoDTO();
        get.method = "GET";
        get.path = "/taggers/{name}/";
        ResourceDTO taggers = new ResourceDTO();
        taggers.name = "taggers";
        taggers.serviceId = 2;
        taggers.resourceMethods = new ResourceMethodInfoDTO[] {get};
        ExtensionDTO json = new ExtensionDTO();
        json.name = "json";
        json.serviceId = 4;
        ApplicationDTO application = new ApplicationDTO();
        application.name = "bouquet";
        application.base = "/api";
        application.resourceDTOs = new ResourceDTO[] {taggers};
        application.extensionDTOs = new ExtensionDTO[] {json};
        FailedResourceDTO lost = new FailedResourceDTO();
        lost.name = "lost";
        lost.serviceId = 3;
        lost.failureReason = DTOConstants.FAILURE_REASON_REQUIRED_APPLICATION_UNAVAILABLE;
        RuntimeDTO runtime = new RuntimeDTO();
        runtime.applicationDTOs = new ApplicationDTO[] {application};
        runtime.failedApplicationDTOs = new FailedApplicationDTO[0];
        runtime.failedResourceDTOs = new FailedResourceDTO[] {lost};
        runtime.failedExtensionDTOs = new FailedExtensionDTO[0];
        return runtime;
    }

    private static org.osgi.service.http.runtime.dto.RuntimeDTO http() {
        FilterDTO filter = new FilterDTO();
        filter.name = "guard";
        filter.patterns = new String[] {"/*"};
        filter.serviceId = 6;
        ServletContextDTO context = new ServletContextDTO();
        context.name = "default";
        context.contextPath = "/ctx";
        context.servletDTOs = new ServletDTO[] {servlet("page", 5, "/a", "/b/*"), servlet("carrier", 9, "/api/*")};
        context.resourceDTOs = new org.osgi.service.http.runtime.dto.ResourceDTO[0];
        context.filterDTOs = new FilterDTO[] {filter};
        FailedServletDTO broken = new FailedServletDTO();
        broken.name = "broken";
        broken.serviceId = 7;
        broken.failureReason = org.osgi.service.http.runtime.dto.DTOConstants.FAILURE_REASON_EXCEPTION_ON_INIT;
        PreprocessorDTO gate = new PreprocessorDTO();
        gate.serviceId = 8;
        org.osgi.service.http.runtime.dto.RuntimeDTO runtime = new org.osgi.service.http.runtime.dto.RuntimeDTO();
        runtime.servletContextDTOs = new ServletContextDTO[] {context};
        runtime.preprocessorDTOs = new PreprocessorDTO[] {gate};
        runtime.failedServletContextDTOs = new FailedServletContextDTO[0];
        runtime.failedServletDTOs = new FailedServletDTO[] {broken};
        runtime.failedResourceDTOs = new org.osgi.service.http.runtime.dto.FailedResourceDTO[0];
        runtime.failedFilterDTOs = new FailedFilterDTO[0];
        runtime.failedListenerDTOs = new FailedListenerDTO[0];
        runtime.failedErrorPageDTOs = new FailedErrorPageDTO[0];
        runtime.failedPreprocessorDTOs = new FailedPreprocessorDTO[0];
        return runtime;
    }

    private static ServletDTO servlet(String name, long service, String... patterns) {
        ServletDTO servlet = new ServletDTO();
        servlet.name = name;
        servlet.serviceId = service;
        servlet.patterns = patterns;
        return servlet;
    }
}

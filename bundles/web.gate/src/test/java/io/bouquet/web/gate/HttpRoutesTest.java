package io.bouquet.web.gate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.osgi.service.http.runtime.dto.FilterDTO;
import org.osgi.service.http.runtime.dto.ResourceDTO;
import org.osgi.service.http.runtime.dto.RuntimeDTO;
import org.osgi.service.http.runtime.dto.ServletContextDTO;
import org.osgi.service.http.runtime.dto.ServletDTO;

final class HttpRoutesTest {
    private static final long REST = 1;
    private static final long CONSOLE = 2;
    private static final long READY = 3;
    private static final long PAGES = 4;
    private static final long FILES = 5;
    private static final long FILTER = 6;
    private static final long STANDARD = 100;
    private static final long SHOP = 101;

    private final HttpRoutes routes = HttpRoutes.of(runtime(), id -> id == REST, id -> "", HttpRoutes.NONE);

    @ParameterizedTest
    @CsvSource({
        "/console, true",
        "/console/pages, true",
        "/consoles, false",
        "/api/health/ready, true",
        "/api/health, false",
        "/hello, false",
        "/shop/files/a.css, true",
        "/shop/other, false"
    })
    void knowsThePathsThatJaxRsHasNothingToDoWith(String path, boolean plain) {
        assertThat(routes.match(path).isPlain()).isEqualTo(plain);
    }

    @Test
    void findsTheServletAndTheFiltersOfAPath() {
        GatedRequest request = new GatedRequest(new Gate(new Counts(System::nanoTime), () -> {}, 1), true);
        HttpRoutes.Match match = routes.match("/shop/files/a.css");
        assertThat(match.context()).isEqualTo(SHOP);
        match.answering().forEach(service -> service.add(request));
        assertThat(routes.of(FILES)).singleElement().satisfies(place -> assertThat(place.answering)
                .containsExactly(request));
        assertThat(routes.of(FILTER)).singleElement().satisfies(place -> assertThat(place.answering)
                .containsExactly(request));
        assertThat(routes.of(PAGES).get(0).answering).isEmpty();
        assertThat(routes.of(SHOP)).as("all that is in the context").hasSize(3);
        assertThat(routes.of(REST)).as("has a gate of its own").isEmpty();
    }

    @Test
    void keepsTheRequestsOfServicesThatStay() {
        Set<GatedRequest> before = routes.of(CONSOLE).get(0).answering;
        HttpRoutes anew = HttpRoutes.of(runtime(), id -> id == REST, id -> "", routes);
        assertThat(anew.of(CONSOLE).get(0).answering).isSameAs(before);
    }

    @Test
    void doesNotTakeTheFilterOfAnotherForOneThatIsExpectedBack() {
        String mine = routes.of(FILTER).get(0).route.key();
        HttpRoutes others = HttpRoutes.of(runtime(), id -> id == REST, id -> "7/another", HttpRoutes.NONE);
        assertThat(others.of(FILTER).get(0).route.key()).isNotEqualTo(mine);
        assertThat(others.of(FILES).get(0).route.key())
                .as("who answers may be another")
                .isEqualTo(routes.of(FILES).get(0).route.key());
    }

    @ParameterizedTest
    @CsvSource({
        "'', /a/b, /a/b, true",
        "'', /a/b, /a/b/, false",
        "'', /a/*, /a, true",
        "'', /a/*, /ab, false",
        "/shop, *.css, /shop/x/y.css, true",
        "/shop, *.css, /other/y.css, false",
        "/shop, /, /shop/any, true",
        "/shop, '', /shop/, true",
        "/shop, '', /shop/any, false"
    })
    void matchesAsServletsDo(String base, String pattern, String path, boolean matches) {
        assertThat(ServletPattern.of(base, pattern).matches(path)).isEqualTo(matches);
    }

    private static RuntimeDTO runtime() {
        RuntimeDTO runtime = new RuntimeDTO();
        runtime.servletContextDTOs = new ServletContextDTO[] {
            context(
                    STANDARD,
                    "/",
                    servlet(REST, "/*"),
                    servlet(REST, "/api/*"),
                    servlet(CONSOLE, "/console/*"),
                    servlet(READY, "/api/health/ready")),
            context(SHOP, "/shop", servlet(PAGES, "*.html"))
        };
        ResourceDTO files = new ResourceDTO();
        files.serviceId = FILES;
        files.patterns = new String[] {"/files/*"};
        runtime.servletContextDTOs[1].resourceDTOs = new ResourceDTO[] {files};
        FilterDTO filter = new FilterDTO();
        filter.serviceId = FILTER;
        filter.name = "filter";
        filter.patterns = new String[] {"/*"};
        runtime.servletContextDTOs[1].filterDTOs = new FilterDTO[] {filter};
        return runtime;
    }

    private static ServletContextDTO context(long service, String path, ServletDTO... servlets) {
        ServletContextDTO context = new ServletContextDTO();
        context.serviceId = service;
        context.contextPath = path;
        context.servletDTOs = servlets;
        context.resourceDTOs = new ResourceDTO[0];
        context.filterDTOs = new FilterDTO[0];
        return context;
    }

    private static ServletDTO servlet(long service, String... patterns) {
        ServletDTO servlet = new ServletDTO();
        servlet.serviceId = service;
        servlet.name = "servlet " + service;
        servlet.patterns = patterns;
        return servlet;
    }
}

package io.bouquet.web.gate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class RouteTest {
    @ParameterizedTest
    @CsvSource({
        "'', hello/{name}, /hello/Ada, true",
        "'', hello/{name}, /hello/Ada/, true",
        "'', hello/{name}, /hello/Ada/stream, false",
        "'', hello/{name}, /hello, false",
        "/api, /annotate/, /api/annotate, true",
        "/api, annotate, /api/annotated, false",
        "/, a.b, /axb, false",
        "'', 'n/{id: [0-9]{2}}', /n/12, true",
        "'', 'n/{id: [0-9]{2}}', /n/123, false",
        "'', 'files/{rest: .*}', /files/a/b, true"
    })
    void matchesAsJaxrsDoes(String base, String template, String path, boolean matches) {
        assertThat(Route.of(1, 2, base, template).matches(path)).isEqualTo(matches);
    }

    @Test
    void takesAllBelowAnApplication() {
        Route route = Route.below(1, "/shop");
        assertThat(List.of("/shop", "/shop/", "/shop/orders/1")).allMatch(route::matches);
        assertThat(route.matches("/ship")).isFalse();
        assertThat(Route.below(1, "").matches("/any/thing")).isTrue();
    }

    @Test
    void looksThroughMatrixParametersAndEmptySegments() {
        assertThat(Route.plain("/hello;v=1//Ada;x")).isEqualTo("/hello/Ada");
    }

    @ParameterizedTest
    @CsvSource({"/console, true", "/console/pages, true", "/consoles, false", "/api/health/ready, true", "/hello, false"
    })
    void knowsTheServletsThatNoRewiringTouches(String path, boolean plain) {
        Routes routes = new Routes(List.of(), List.of("/console/*", "/api/health/ready"));
        assertThat(routes.isPlain(path)).isEqualTo(plain);
    }
}

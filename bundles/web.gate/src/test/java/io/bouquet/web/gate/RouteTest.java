package io.bouquet.web.gate;

import static org.assertj.core.api.Assertions.assertThat;

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
    void looksThroughMatrixParametersAndEmptySegments() {
        assertThat(Route.plain("/hello;v=1//Ada;x")).isEqualTo("/hello/Ada");
    }
}

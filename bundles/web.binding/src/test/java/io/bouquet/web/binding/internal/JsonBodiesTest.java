package io.bouquet.web.binding.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.lang.annotation.Annotation;
import java.nio.charset.StandardCharsets;
import javax.ws.rs.core.MediaType;
import org.junit.jupiter.api.Test;

class JsonBodiesTest {
    record Tick(int number) {}

    @Test
    void writesAnEventOfAStreamWhichHasNoHeaders() throws Exception {
        ByteArrayOutputStream event = new ByteArrayOutputStream();
        new JsonBodies(TestServer.json())
                .writeTo(
                        new Tick(1),
                        Tick.class,
                        Tick.class,
                        new Annotation[0],
                        MediaType.APPLICATION_JSON_TYPE,
                        null,
                        event);
        assertThat(event.toString(StandardCharsets.UTF_8)).isEqualTo("{\"number\":1}");
    }
}

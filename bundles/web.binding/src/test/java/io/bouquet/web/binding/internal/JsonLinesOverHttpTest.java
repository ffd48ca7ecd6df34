package io.bouquet.web.binding.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.time.LocalDate;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.validation.constraints.Max;
import javax.ws.rs.GET;
import javax.ws.rs.Path;
import javax.ws.rs.PathParam;
import javax.ws.rs.Produces;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class JsonLinesOverHttpTest {
    private static final AtomicInteger CLOSED = new AtomicInteger();
    private static TestServer server;

    @BeforeAll
    static void start() throws Exception {
        server = new TestServer(new Counting());
    }

    @AfterAll
    static void stop() throws Exception {
        server.stop();
    }

    @Test
    void writesAnObjectInEachLine() throws Exception {
        int before = CLOSED.get();
        HttpResponse<String> answer = server.get("/counting/to3");
        assertThat(answer.body())
                .isEqualTo("{\"number\":1,\"day\":\"2026-01-01\"}\n{\"number\":2,\"day\":\"2026-01-02\"}\n"
                        + "{\"number\":3,\"day\":\"2026-01-03\"}\n");
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/x-ndjson");
        assertThat(CLOSED.get()).isEqualTo(before + 1);
        assertThat(server.get("/counting/later").body()).isEqualTo("{\"number\":1,\"day\":null}\n");
        assertThat(server.get("/counting/nothing").body()).isEmpty();
    }

    @Test
    void sendsOnlyWhatTheMethodDeclares() throws Exception {
        assertThat(server.get("/counting/public").body()).isEqualTo("{\"name\":\"ada\"}\n");
    }

    @Test
    void aFailureBeforeTheFirstLineIsAProblem() throws Exception {
        assertThat(server.get("/counting/failing/0").statusCode()).isEqualTo(500);
        assertThat(server.get("/counting/breaking/1").statusCode()).isEqualTo(500);
    }

    @Test
    void aFailureInBetweenIsTheLastLine() throws Exception {
        int before = CLOSED.get();
        for (String path : new String[] {"/counting/failing/1", "/counting/breaking/2"}) {
            HttpResponse<String> answer = server.get(path);
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.body().lines())
                    .hasSize(2)
                    .last()
                    .isEqualTo("{\"error\":{\"type\":\"failed\",\"msg\":\"the service failed; the log says why\"}}");
        }
        assertThat(CLOSED.get()).isEqualTo(before + 2);
    }

    public interface Named {
        String name();
    }

    record Account(String name, String password) implements Named {}

    record Count(@Max(10) int number, Optional<LocalDate> day) {
        static Count of(int number) {
            return new Count(number, Optional.of(LocalDate.of(2026, 1, number)));
        }
    }

    @Path("counting")
    @Produces("application/x-ndjson")
    public static final class Counting {
        private static <T> Stream<T> closing(Stream<T> stream) {
            return stream.onClose(CLOSED::incrementAndGet);
        }

        @GET
        @Path("to3")
        public Stream<Count> toThree() {
            return closing(IntStream.rangeClosed(1, 3).mapToObj(Count::of));
        }

        @GET
        @Path("later")
        public CompletionStage<Stream<Count>> later() {
            return CompletableFuture.completedStage(Stream.of(new Count(1, Optional.empty())));
        }

        @GET
        @Path("nothing")
        public Stream<Count> nothing() {
            return Stream.empty();
        }

        @GET
        @Path("public")
        public Stream<Named> names() {
            return Stream.of(new Account("ada", "secret"));
        }

        @GET
        @Path("failing/{after}")
        public Stream<Count> failing(@PathParam("after") int after) {
            return closing(IntStream.range(0, 5).mapToObj(number -> {
                if (number == after) {
                    throw new IllegalStateException("on purpose");
                }
                return Count.of(number + 1);
            }));
        }

        @GET
        @Path("breaking/{at}")
        public Stream<Count> breaking(@PathParam("at") int at) {
            return closing(IntStream.range(1, 5)
                    .mapToObj(number -> number == at ? new Count(99, Optional.empty()) : Count.of(number)));
        }
    }
}

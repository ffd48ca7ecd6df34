package io.bouquet.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import io.bouquet.testkit.ReviewsResource.Review;
import io.bouquet.web.FieldError;
import io.bouquet.web.Secured;
import io.bouquet.web.socket.SocketEndpoint;
import io.bouquet.web.socket.SocketListener;
import io.bouquet.web.socket.SocketService;
import io.bouquet.web.socket.SocketSession;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import javax.ws.rs.container.ContainerRequestContext;
import javax.ws.rs.container.ContainerResponseContext;
import javax.ws.rs.container.ContainerResponseFilter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.jaxrs.whiteboard.propertytypes.JaxrsExtension;

class ServicesTest {
    private static final Path FILE = Path.of("pom.xml");
    private static final ReviewsResource REVIEWS = new ReviewsResource(FILE);

    @RegisterExtension
    static final Services SERVICES = Services.of(REVIEWS, new Signature(), new Echo());

    private final Review review =
            new Review("Camera", 4, LocalDate.of(2026, 1, 2), List.of("photo"), Optional.of("Ada"));

    /** An extension of the same plugin. */
    @Component
    @JaxrsExtension
    static final class Signature implements ContainerResponseFilter {
        @Override
        public void filter(ContainerRequestContext request, ContainerResponseContext response) {
            response.getHeaders().putSingle("X-Plugin", "reviews");
        }
    }

    @Component
    @SocketService(path = "/echo", maxMessageBytes = 100)
    @Secured(scopes = "echo")
    static final class Echo implements SocketEndpoint {
        @Override
        public SocketListener open(SocketSession session) {
            return text -> session.send(session.caller().account().name() + ": " + text);
        }
    }

    @Test
    void bindsAndAnswersJson(Client client) {
        Answer answer = client.post("/reviews", review).expect(201);
        assertThat(answer.as(Review.class)).isEqualTo(review);
        assertThat(answer.header("X-Plugin")).contains("reviews");
        assertThat(answer.header("X-Request-Id")).isPresent();
        assertThat(client.put("/reviews/7", review).as(new TypeReference<Map<String, Object>>() {}))
                .containsEntry("id", 7)
                .containsEntry("title", "Camera");
        assertThat(client.patch("/reviews/8", Map.of("a", "b"))
                        .json()
                        .path("changes")
                        .asInt())
                .isEqualTo(1);
    }

    @Test
    void keepsItsExtensionsBesideOtherServices(Client client) {
        try (Services others = Services.of(new ReviewsResource(FILE))) {
            assertThat(others.client().get("/reviews?stars=1").expect(200).header("X-Plugin"))
                    .isEmpty();
        }
        assertThat(client.get("/reviews?stars=1").expect(200).header("X-Plugin"))
                .contains("reviews");
    }

    @Test
    void findsAllErrorsOfARequest(Client client) {
        String body = """
                {"title": " ", "stars": 9, "bought": "2026-13-01", "tags": ["a", "longer than five"], "more": 1}
                """;
        assertThat(client.post("/reviews", body).errors())
                .extracting(FieldError::place)
                .contains("body.title", "body.stars", "body.bought", "body.tags[1]");
        assertThat(client.put("/reviews/x", "{}").errors())
                .extracting(FieldError::type)
                .contains("int_parsing", "missing");
    }

    @Test
    void readsQueriesAndKnowsTheCaller(Client client) {
        Answer answer =
                client.as("ada").call("GET", "/reviews").query("stars", 3, 5).send();
        assertThat(answer.list(Map.class)).extracting("stars").containsExactly(3, 5);
        assertThat(answer.json().path(0).path("caller").asText()).isEqualTo("ada");
        assertThat(client.get("/reviews?stars=4").json().path(0).path("caller").asText())
                .isEqualTo("tester");
    }

    @Test
    void letsInWhoMay(Client client) {
        assertThat(client.anonymous().delete("/reviews/1").status()).isEqualTo(401);
        assertThat(client.delete("/reviews/1").status()).isEqualTo(403);
        assertThat(client.as("ada", "editors").delete("/reviews/1").status()).isEqualTo(204);
        assertThat(REVIEWS.done).contains("removed 1");
        Client editor = client.as("ada", "editors");
        assertThat(editor.withScopes("read").delete("/reviews/2").status()).isEqualTo(403);
        assertThat(editor.withScopes("write")
                        .call("POST", "/reviews/publish")
                        .send()
                        .text())
                .contains("reviews:publish");
        assertThat(editor.withScopes("write", "reviews:publish")
                        .call("POST", "/reviews/publish")
                        .send()
                        .status())
                .isEqualTo(200);
    }

    @Test
    void runsTasksAfterTheAnswer(Client client) {
        client.post("/reviews", new Review("Later", 1, LocalDate.EPOCH, List.of(), Optional.empty()))
                .expect(201);
        await().until(() -> REVIEWS.done.contains("after Later"));
    }

    @Test
    void streamsLinesAndEvents(Client client) {
        try (StreamedAnswer lines = client.call("GET", "/reviews/export").stream()) {
            assertThat(lines.status()).isEqualTo(200);
            assertThat(lines.lines(JsonNode.class)
                            .map(line -> line.path("number").asInt()))
                    .hasSize(1000)
                    .startsWith(0, 1)
                    .endsWith(999);
        }
        try (StreamedAnswer events = client.call("GET", "/reviews/events").stream()) {
            assertThat(events.events())
                    .containsExactly(
                            new ServerEvent("e1", "review", "{\"number\":1}"),
                            new ServerEvent("e2", "review", "{\"number\":2}"),
                            new ServerEvent("e3", "review", "{\"number\":3}"));
        }
    }

    @Test
    void sendsFilesAndTheirParts(Client client) throws Exception {
        Answer whole = client.get("/reviews/file");
        assertThat(whole.bytes()).isEqualTo(Files.readAllBytes(FILE));
        assertThat(whole.header("Content-Disposition").orElseThrow()).contains("filename*=");
        Answer part =
                client.call("GET", "/reviews/file").header("Range", "bytes=2-5").send();
        assertThat(part.status()).isEqualTo(206);
        assertThat(part.bytes()).hasSize(4);
        assertThat(client.head("/reviews/file").header("Content-Length")).contains("" + Files.size(FILE));
    }

    @Test
    void readsForms(Client client) {
        byte[] photo = "not really".getBytes(StandardCharsets.UTF_8);
        Answer answer = client.call("POST", "/reviews/photos")
                .form("caption", "the cat & me")
                .file("photo", "cat.png", "image/png", photo)
                .send();
        assertThat(answer.json().path("caption").asText()).isEqualTo("the cat & me");
        assertThat(answer.json().path("bytes").asInt()).isEqualTo(photo.length);
        assertThat(client.call("POST", "/reviews/search")
                        .form("words", "a+b &c")
                        .form("limit", 5)
                        .send()
                        .json()
                        .path("words")
                        .asText())
                .isEqualTo("a+b &c");
        assertThat(client.call("POST", "/reviews/search")
                        .form("words", "a")
                        .form("limit", 50)
                        .send()
                        .errors())
                .extracting(FieldError::type)
                .containsExactly("less_than_equal");
    }

    @Test
    void answersFailuresWithProblems(Client client) {
        assertThat(client.get("/reviews/broken")
                        .expect(500)
                        .json()
                        .path("status")
                        .asInt())
                .isEqualTo(500);
        assertThat(client.get("/nothing").expect(404).header("Content-Type").orElseThrow())
                .contains("problem+json");
        assertThat(client.call("GET", "/reviews/broken").send().toString()).startsWith("500 for GET /reviews/broken");
    }

    @Test
    void opensWebSockets(Client client) {
        try (Socket socket = client.as("ada").socket("/echo")) {
            socket.send("hello");
            assertThat(socket.receive()).isEqualTo("ada: hello");
            socket.send("x".repeat(200));
            assertThat(socket.closed()).startsWith("1009");
        }
        assertThat(Stream.of("write", "echo").filter(scope -> {
                    try (Socket socket = client.withScopes("write", scope).socket("/echo")) {
                        socket.send("one");
                        return socket.receive().endsWith("one");
                    } catch (AssertionError refused) {
                        return false;
                    }
                }))
                .containsExactly("echo");
    }

    @Test
    void describesTheServices() {
        JsonNode openapi = SERVICES.openapi();
        assertThat(openapi.path("openapi").asText()).startsWith("3.1");
        assertThat(openapi.path("paths").path("/reviews/{id}").path("put").isObject())
                .isTrue();
    }
}

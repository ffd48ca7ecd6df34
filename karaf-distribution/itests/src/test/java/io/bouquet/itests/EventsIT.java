package io.bouquet.itests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.Test;
import org.osgi.framework.Bundle;

/** {@code /api/events}. */
public class EventsIT extends PlatformTest {
    private static final String EVENTS = "/api/events";
    private static final JsonMapper JSON = new JsonMapper();

    /** Returns the data of the next event with this topic. */
    private static JsonNode next(Duplex stream, String topic) throws IOException {
        stream.lineWith("event: " + topic);
        return JSON.readTree(stream.lineWith("data: ").substring("data: ".length()));
    }

    private void install() throws IOException {
        awaitEnd(admin().post(
                        "/api/plugins?name=emphasis.jar",
                        "application/java-archive",
                        Files.readAllBytes(Sample.EMPHASIS.jar())));
    }

    private void remove() {
        awaitEnd(admin().delete("/api/plugins/" + Sample.EMPHASIS.symbolicName()));
    }

    private void awaitEnd(Answer begun) {
        assertThat(begun.status()).as("%s", begun).isEqualTo(202);
        await().atMost(Duration.ofSeconds(60)).until(() -> !admin().get(begun.header("Location"))
                .json(200)
                .path("outcome")
                .asText()
                .equals("running"));
    }

    @Test
    public void tellsOfDeploymentsAndGenerations() throws IOException {
        try (Duplex all = admin().duplex("GET", EVENTS, "");
                Duplex generations = admin().duplex("GET", EVENTS + "?topic=generations", "Last-Event-ID: \r\n")) {
            assertThat(all.head()).contains(" 200 ", "text/event-stream");
            install();
            JsonNode begun = next(all, "deployments/begun").path("data");
            assertThat(begun.path("plugin").asText()).isEqualTo(Sample.EMPHASIS.symbolicName());
            assertThat(begun.path("kind").asText()).isEqualTo("install");
            JsonNode serving = next(all, "generations").path("data").path("taggers");
            while (!serving.has("emphasis")) {
                serving = next(all, "generations").path("data").path("taggers");
            }
            assertThat(serving.path("emphasis").path(0).asText()).isEqualTo(Sample.EMPHASIS.version());
            assertThat(serving.has("tokens-en")).isTrue();
            JsonNode ended = next(all, "deployments/ended").path("data");
            assertThat(ended.path("receipt")).isEqualTo(begun.path("receipt"));
            assertThat(ended.path("outcome").asText()).isEqualTo("done");
            assertThat(next(generations, "generations").path("topic").asText()).isEqualTo("generations");
        } finally {
            remove();
        }
    }

    @Test
    public void repeatsWhatAClientHasMissed() throws IOException {
        String first;
        try (Duplex stream = admin().duplex("GET", EVENTS + "?topic=deployments", "")) {
            install();
            first = stream.lineWith("id: ");
            next(stream, "deployments/begun");
        } finally {
            remove();
        }
        try (Duplex again =
                admin().duplex("GET", EVENTS + "?topic=deployments", "Last-Event-ID: " + first.substring(4) + "\r\n")) {
            assertThat(next(again, "deployments/").path("topic").asText()).isEqualTo("deployments/ended");
            assertThat(next(again, "deployments/").path("data").path("kind").asText())
                    .isEqualTo("remove");
        }
        try (Duplex other = admin().duplex("GET", EVENTS, "Last-Event-ID: other-7\r\n")) {
            other.lineWith("event: gap");
            other.lineWith("event: ");
        }
    }

    @Test
    public void accountsThatAreNoAdministratorsSeeNoDeployments() throws IOException {
        Shell.run(context, "account:add --stdin reader", PASSWORD + "\n");
        Client reader = nobody().as("reader", PASSWORD);
        assertThat(reader.get("/api/taggers").status()).isEqualTo(200);
        try (Duplex stream = reader.duplex("GET", EVENTS, "")) {
            install();
            next(stream, "generations");
            remove();
            shell("account:remove reader");
            List<String> topics = new ArrayList<>();
            while (!topics.contains("event: ending")) {
                topics.add(stream.lineWith("event: "));
            }
            assertThat(topics).noneMatch(topic -> topic.contains("deployments"));
        }
    }

    @Test
    public void aStreamEndsWithItsToken() throws IOException {
        JsonNode token = admin().post("/api/tokens", Map.of("name", "listener", "scopes", List.of("read")))
                .json(201);
        Client robot = nobody().as("admin", token.path("token").asText());
        try (Duplex stream = robot.duplex("GET", EVENTS, "")) {
            assertThat(stream.head()).contains(" 200 ");
            assertThat(admin().delete("/api/tokens/" + token.path("id").asText())
                            .status())
                    .isEqualTo(204);
            assertThat(next(stream, "ending").path("data").path("reason").asText())
                    .contains("the token was revoked");
        }
    }

    @Test
    public void manyClientsListenWithoutThreads() throws IOException {
        List<Duplex> clients = new ArrayList<>();
        try {
            int before = Thread.activeCount();
            for (int i = 0; i < 200; i++) {
                clients.add(admin().duplex("GET", EVENTS + "?topic=generations", ""));
            }
            assertThat(Thread.activeCount()).isLessThan(before + 100);
            assertThat(admin().get("/api/taggers").status()).isEqualTo(200);
            install();
            for (Duplex client : clients) {
                next(client, "generations");
            }
        } finally {
            for (Duplex client : clients) {
                client.close();
            }
            remove();
        }
    }

    @Test
    public void endsItsStreamsWhenItsBundleStops() throws Exception {
        Bundle bundle = Arrays.stream(context.getBundles())
                .filter(one -> "io.bouquet.events.rest".equals(one.getSymbolicName()))
                .findFirst()
                .orElseThrow();
        try (Duplex stream = admin().duplex("GET", EVENTS, "")) {
            stream.lineWith("retry: ");
            long begin = System.nanoTime();
            bundle.stop();
            assertThat(System.nanoTime() - begin).isLessThan(8_000_000_000L);
            stream.lineWith("event: ending");
            stream.lineWith("data: ");
            stream.assertEnd();
        } finally {
            bundle.start();
        }
        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
            try (Duplex stream = admin().duplex("GET", EVENTS, "")) {
                assertThat(stream.head()).contains(" 200 ");
            }
        });
    }

    @Test
    public void refusesWhatItCannotAnswer() {
        nobody().get(EVENTS).problem(401);
        admin().get(EVENTS + "?topic=").problem(422);
        admin().get(EVENTS + "/nothing").problem(404);
        admin().send("GET", EVENTS, Map.of("Accept", "application/json"), BodyPublishers.noBody())
                .problem(406);
        admin().post(EVENTS, Map.of()).problem(405);
    }
}

package io.bouquet.itests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;
import org.osgi.framework.Bundle;

/** Each row of the table in the README of the notes service. */
public class NotesIT extends PlatformTest {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final Map<String, String> JSON = Map.of("Content-Type", "application/json");

    private Bundle plugin;

    @Before
    public void install() throws Exception {
        plugin = context.installBundle(Sample.NOTES.jar().toUri().toString());
        plugin.start();
        await().atMost(SOON).until(() -> Sample.NOTES.isLive(admin()));
    }

    @After
    public void uninstall() throws Exception {
        plugin.uninstall();
    }

    private Answer with(String method, String path, Map<String, String> headers) {
        return admin().send(method, path, headers, BodyPublishers.noBody());
    }

    private JsonNode add(String title) {
        return admin().post("/notes", Map.of("title", title)).json(201);
    }

    @Test
    public void namesAllErrorsOfAllSourcesInTheirOrder() {
        List<String> errors = with(
                        "GET",
                        "/notes?priority=URGENT&tag=&since=tomorrow&limit=0&colour=red",
                        Map.of("X-Board", "Main1", "Cookie", "reader=me"))
                .errors();
        assertThat(errors)
                .containsExactly(
                        "enum [query,priority]",
                        "string_too_short [query,tag]",
                        "datetime_parsing [query,since]",
                        "greater_than_equal [query,limit]",
                        "extra_forbidden [query,colour]",
                        "string_pattern_mismatch [header,X-Board]",
                        "uuid_parsing [cookie,reader]");
        assertThat(with("GET", "/notes/x", Map.of())
                        .problem(422)
                        .path("errors")
                        .path(0)
                        .path("loc"))
                .hasToString("[\"path\",\"id\"]");
        assertThat(admin().send("POST", "/notes", JSON, BodyPublishers.ofString("{\"title\": \"\", \"tags\": [\"\"]}"))
                        .problem(422)
                        .path("errors"))
                .hasSize(2);
    }

    @Test
    public void sendsWhatTheTypeOfTheMethodDeclares() {
        JsonNode added = add("Buy milk");
        assertThat(added.fieldNames())
                .toIterable()
                .containsExactlyInAnyOrder("id", "title", "priority", "tags", "due", "changed");
        JsonNode listed = admin().get("/notes").json(200).path(0);
        assertThat(listed).isEqualTo(added);
        assertThat(admin().get("/notes").header("Set-Cookie")).startsWith("reader=");
        Answer again = with("GET", "/notes", Map.of("Cookie", "reader=00000000-0000-0000-0000-000000000001"));
        assertThat(again.header("Set-Cookie")).isEmpty();
        assertThat(with("GET", "/notes", Map.of("X-Board", "other")).json(200)).isEmpty();
    }

    @Test
    public void answersConditionsAndRefusesLostUpdates() {
        String path = "/notes/" + add("One").path("id").asText();
        String tag = admin().get(path).header("ETag");
        assertThat(with("GET", path, Map.of("If-None-Match", tag)).status()).isEqualTo(304);
        assertThat(with("HEAD", path, Map.of()).header("ETag")).isEqualTo(tag);
        Map<String, String> ifSame = Map.of("Content-Type", "application/json", "If-Match", tag);
        Answer changed = admin().send("PUT", path, ifSame, BodyPublishers.ofString("{\"title\": \"Two\"}"));
        assertThat(changed.json(200).path("title").asText()).isEqualTo("Two");
        admin().send("PUT", path, ifSame, BodyPublishers.ofString("{\"title\": \"Three\"}"))
                .problem(412);
        assertThat(admin().delete(path).status()).isEqualTo(204);
        admin().get(path).problem(404);
    }

    @Test
    public void takesAndGivesFilesAndRanges() {
        String form = "--XX\r\nContent-Disposition: form-data; name=\"title\"\r\n\r\nPlan\r\n"
                + "--XX\r\nContent-Disposition: form-data; name=\"file\"; filename=\"plan.txt\"\r\n\r\n0123456789\r\n--XX--\r\n";
        String id = admin().post("/notes", "multipart/form-data; boundary=XX", form)
                .json(201)
                .path("id")
                .asText();
        Answer whole = admin().get("/notes/" + id + "/file");
        assertThat(whole.body()).isEqualTo("0123456789");
        assertThat(whole.header("Content-Disposition")).contains("attachment", "plan.txt");
        Answer part = with("GET", "/notes/" + id + "/file", Map.of("Range", "bytes=2-4"));
        assertThat(part.status()).isEqualTo(206);
        assertThat(part.body()).isEqualTo("234");
        assertThat(part.header("Content-Range")).isEqualTo("bytes 2-4/10");
        assertThat(with("GET", "/notes/" + id + "/file", Map.of("Range", "bytes=20-"))
                        .status())
                .isEqualTo(416);
    }

    @Test
    public void streamsLinesAndEvents() throws Exception {
        try (Duplex events = admin().duplex("GET", "/api/events?topic=com.example.notes-service", "")) {
            add("Told after the answer");
            assertThat(events.lineWith("data: ")).contains("Told after the answer");
        }
        Answer lines = admin().get("/notes/export");
        assertThat(lines.header("Content-Type")).isEqualTo("application/x-ndjson");
        assertThat(lines.body().lines()).hasSize(1);
        assertThat(admin().get("/notes/words").json(200).path("words").asInt()).isEqualTo(4);
        JsonNode latest = admin().get("/notes/latest").json(200);
        assertThat(latest.path("title").asText()).isEqualTo("Told after the answer");
        assertThat(latest.has("author")).isFalse();
    }

    @Test
    public void searchesWhileSomebodyTypes() throws Exception {
        add("Buy milk");
        add("Call Ada");
        BlockingQueue<String> answers = new LinkedBlockingQueue<>();
        WebSocket socket = HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .header(
                        "Authorization",
                        "Basic "
                                + Base64.getEncoder()
                                        .encodeToString(("admin:" + PASSWORD).getBytes(StandardCharsets.UTF_8)))
                .buildAsync(
                        URI.create(admin().base().toString().replace("http", "ws") + "/notes/search"),
                        new WebSocket.Listener() {
                            @Override
                            public CompletionStage<?> onText(WebSocket from, CharSequence text, boolean last) {
                                answers.add(text.toString());
                                from.request(1);
                                return null;
                            }
                        })
                .get(20, TimeUnit.SECONDS);
        socket.sendText("mil", true);
        assertThat(answers.poll(20, TimeUnit.SECONDS)).isEqualTo("Buy milk");
        socket.sendClose(WebSocket.NORMAL_CLOSURE, "").get(20, TimeUnit.SECONDS);
    }

    @Test
    public void closesWhatARequestHasOpenedAndShowsItsSchedule() {
        admin().get("/notes").json(200);
        admin().get("/notes?limit=5").json(200);
        await().atMost(SOON).untilAsserted(() -> {
            JsonNode visits = admin().get("/notes/visits").json(200);
            assertThat(visits.path("open").asInt()).isZero();
            assertThat(visits.path("ended").asInt()).isGreaterThanOrEqualTo(2);
        });
        assertThat(shell("schedule:list")).contains("remove-overdue", "5 0 * * *");
    }

    @Test
    public void tokensNeedItsScopes() {
        String id = add("Mine").path("id").asText();
        Client token = token("read", "write", "notes");
        assertThat(token.get("/notes").status()).isEqualTo(200);
        assertThat(token.delete("/notes/" + id).problem(403).path("detail").asText())
                .contains("notes:remove");
        assertThat(token("read").get("/notes").problem(403).path("detail").asText())
                .contains("scope notes");
        assertThat(nobody().get("/notes").header("WWW-Authenticate")).isNotEmpty();
    }

    private Client token(String... scopes) {
        JsonNode made = admin().post("/api/tokens", Map.of("name", "notes", "scopes", scopes))
                .json(201);
        return nobody().as("admin", made.path("token").asText());
    }

    @Test
    public void aPromiseThatFailsIsAProblem() {
        admin().get("/notes/latest").problem(404);
    }

    @Test
    public void takesSettings() {
        try {
            shell("config:property-set -p com.example.notes maxNotes 1");
            await().atMost(SOON).until(() -> {
                int status = admin().post("/notes", Map.of("title", "Another")).status();
                return status == 409;
            });
        } finally {
            shell("config:delete com.example.notes");
        }
    }
}

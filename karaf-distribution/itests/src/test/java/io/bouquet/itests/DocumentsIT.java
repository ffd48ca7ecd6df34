package io.bouquet.itests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Driver;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.After;
import org.junit.Test;
import org.osgi.framework.Bundle;

/** {@code /api/documents}. */
public class DocumentsIT extends PlatformTest {
    private final List<String> stored = new ArrayList<>();

    @After
    public void deleteWhatWasStored() {
        stored.forEach(id -> admin().delete("/api/documents/" + id));
    }

    private JsonNode store(String text, String language) {
        JsonNode document = admin().post("/api/documents", Map.of("text", text, "language", language))
                .json(201);
        stored.add(document.path("id").asText());
        return document;
    }

    private List<String> find(String query) {
        return admin().get("/api/documents" + query).json(200).path("documents").findValuesAsText("id");
    }

    @Test
    public void storesATextWithItsAnnotations() {
        Answer answer = admin().post("/api/documents", Map.of("text", "Tim Cook lives in California."));
        JsonNode document = answer.json(201);
        String id = document.path("id").asText();
        stored.add(id);
        assertThat(answer.header("Location")).endsWith("/api/documents/" + id);
        JsonNode read = admin().get("/api/documents/" + id).json(200);
        assertThat(read.path("text").asText()).isEqualTo("Tim Cook lives in California.");
        assertThat(read.path("language").asText()).isEqualTo("en");
        assertThat(read.path("layers")).isEqualTo(document.path("layers"));
        assertThat(read.path("generation")).isEqualTo(document.path("generation"));
        assertThat(Instant.parse(read.path("created").asText()))
                .isBetween(Instant.now().minus(Duration.ofMinutes(1)), Instant.now());
    }

    @Test
    public void keepsEveryCharacter() {
        String text = "Ünïcödé 🎉 \u2028 שלום \uFFFF " + "long ".repeat(20_000);
        String id = store(text, "en").path("id").asText();
        assertThat(admin().get("/api/documents/" + id).json(200).path("text").asText())
                .isEqualTo(text);
    }

    @Test
    public void refusesU0000AndSaysWhereItIs() {
        JsonNode problem =
                admin().post("/api/documents", Map.of("text", "null\u0000")).problem(422);
        assertThat(problem.at("/errors/0/loc").toString()).isEqualTo("[\"body\",\"text\"]");
        problem = admin().get("/api/documents?label=a%00b").problem(422);
        assertThat(problem.at("/errors/0/loc").toString()).isEqualTo("[\"query\",\"label\"]");
        assertThat(admin().get("/api/documents/a%00b").status()).isIn(400, 422);
    }

    @Test
    public void listsTheNewestFirstAndInPages() {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            ids.add(0, store("Document number " + i + ".", "en").path("id").asText());
        }
        assertThat(find("?limit=5")).isEqualTo(ids);
        JsonNode page = admin().get("/api/documents?limit=2&offset=2").json(200);
        assertThat(page.path("documents").findValuesAsText("id")).isEqualTo(ids.subList(2, 4));
        assertThat(page.path("total").asInt()).isGreaterThanOrEqualTo(5);
        JsonNode next = admin().get(page.at("/links/next").asText()).json(200);
        assertThat(next.path("documents").findValuesAsText("id")).startsWith(ids.get(4));
        JsonNode previous = admin().get(page.at("/links/prev").asText()).json(200);
        assertThat(previous.path("documents").findValuesAsText("id")).isEqualTo(ids.subList(0, 2));
    }

    @Test
    public void filtersByLabelLanguageAndTime() {
        Instant before = Instant.now();
        String person = store("Angela Merkel spoke.", "en").path("id").asText();
        String german = store("Die Gespräche waren angenehm.", "de").path("id").asText();
        assertThat(find("?label=person")).contains(person).doesNotContain(german);
        assertThat(find("?language=de")).contains(german).doesNotContain(person);
        assertThat(find("?since=" + before)).contains(person, german);
        assertThat(find("?until=" + before)).doesNotContain(person, german);
        assertThat(find("?label=person&language=de")).doesNotContain(person, german);
    }

    @Test
    public void refusesAFilterThatItDoesNotKnow() {
        JsonNode problem = admin().get("/api/documents?lable=person&limit=0&since=yesterday")
                .problem(422);
        assertThat(problem.path("errors").findValuesAsText("type"))
                .contains("extra_forbidden", "greater_than_equal", "value_error");
    }

    @Test
    public void deletesADocumentOnce() {
        String id = store("To be forgotten.", "en").path("id").asText();
        assertThat(admin().delete("/api/documents/" + id).status()).isEqualTo(204);
        admin().get("/api/documents/" + id).problem(404);
        admin().delete("/api/documents/" + id).problem(404);
    }

    @Test
    public void storesNothingThatItCannotAnnotate() {
        int before = admin().get("/api/documents").json(200).path("total").asInt();
        admin().post("/api/documents", Map.of("text", "")).problem(422);
        admin().post("/api/documents", Map.of("text", "Hello.", "language", "tlh"))
                .problem(422);
        assertThat(admin().get("/api/documents").json(200).path("total").asInt())
                .isEqualTo(before);
    }

    @Test
    public void goesOnByItselfWhenTheDatabaseAnswersAgain() throws Exception {
        String id = store("To be kept.", "en").path("id").asText();
        Path properties = karafBase().resolve("data/db/service.properties");
        Path away = properties.resolveSibling("service.properties.away");
        shutDownDerby();
        Files.move(properties, away);
        try {
            long start = System.nanoTime();
            for (int i = 0; i < 10; i++) {
                Answer answer = admin().get("/api/documents/" + id);
                assertThat(answer.problem(503).path("detail").asText()).contains("the database does not answer");
                assertThat(answer.headers().firstValue("Retry-After")).isPresent();
            }
            // if each waited for a connection, which takes 10 s, they would take 100 s
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(60));
        } finally {
            Files.move(away, properties);
        }
        await().untilAsserted(() ->
                assertThat(admin().get("/api/documents/" + id).status()).isEqualTo(200));
        store("To be kept, too.", "en");
    }

    /** As a failure that it does not survive does, such as a full disk. */
    private void shutDownDerby() throws ReflectiveOperationException {
        Bundle derby = Arrays.stream(context.getBundles())
                .filter(bundle -> "io.bouquet.data.derby".equals(bundle.getSymbolicName()))
                .findFirst()
                .orElseThrow();
        Driver driver = (Driver) derby.loadClass("org.apache.derby.jdbc.EmbeddedDriver")
                .getDeclaredConstructor()
                .newInstance();
        String url = "jdbc:derby:" + karafBase().resolve("data/db") + ";shutdown=true";
        assertThatThrownBy(() -> driver.connect(url, new Properties())).hasMessageContaining("shutdown");
    }

    @Test
    public void showsDocumentsToAccountsOnly() {
        nobody().get("/api/documents").problem(401);
        nobody().post("/api/documents", Map.of("text", "Hello.")).problem(401);
    }
}

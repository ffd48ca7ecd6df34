package io.bouquet.itests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.Test;

/** The taggers without models, {@code /api/redact}, and the folders of rules and vocabularies. */
public class TextTaggersIT extends PlatformTest {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final String TEXT =
            "Tim Cook wrote to ada@example.org on 3 October 2024. Solar panels cost 1,200 euros."
                    + " Engineers in Berlin test solar panels. Tim Cook waits.";

    private JsonNode layers(Map<String, ?> request) {
        JsonNode answer = admin().post("/api/annotate", request).json(200);
        assertThat(answer.path("errors")).isEmpty();
        return answer.path("layers");
    }

    @Test
    public void valuesArePartOfEveryAnswerAndTheOthersAreNot() {
        JsonNode layers = layers(Map.of("text", TEXT, "language", "en"));
        assertThat(layers.path("values").findValuesAsText("label")).containsExactly("email", "date", "money");
        assertThat(layers.path("values").findValuesAsText("value"))
                .containsExactly("ada@example.org", "2024-10-03", "EUR 1200");
        assertThat(layers.fieldNames())
                .toIterable()
                .doesNotContain("pii", "chunks", "keyphrases", "tags", "summary", "readability");
        assertThat(layers(Map.of("text", "日本 2024-10-03")).path("values").findValuesAsText("value"))
                .containsExactly("2024-10-03");
    }

    @Test
    public void saysWhatATextIsAbout() {
        String about = "The solar panels are on the roof. We like the solar panels very much. It is warm. He slept.";
        JsonNode layers = layers(Map.of(
                "text", about, "language", "en", "layers", List.of("chunks", "keyphrases", "summary", "readability")));
        assertThat(layers.path("chunks").findValuesAsText("text")).contains("The solar panels", "the roof");
        assertThat(layers.path("keyphrases").findValuesAsText("label")).contains("solar panels");
        assertThat(layers.path("summary")).hasSize(2);
        assertThat(layers.path("readability").findValuesAsText("sentences")).containsExactly("4");
        assertThat(layers(Map.of(
                                "text",
                                "Die Zeitung lobt den Kanzler.",
                                "language",
                                "de",
                                "layers",
                                List.of("keyphrases")))
                        .path("keyphrases")
                        .findValuesAsText("label"))
                .contains("Zeitung", "Kanzler");
    }

    @Test
    public void redactsAndRestores() {
        String key = Base64.getEncoder().encodeToString(new byte[32]);
        JsonNode redacted = admin().post("/api/redact", Map.of("text", TEXT, "language", "en", "key", key))
                .json(200);
        String text = redacted.path("text").asText();
        assertThat(text)
                .startsWith("[PERSON_1] wrote to [EMAIL_1] on 3 October 2024.")
                .endsWith("[PERSON_1] waits.");
        Map<String, String> restore =
                Map.of("text", text, "restore", redacted.path("restore").asText(), "key", key);
        assertThat(admin().post("/api/redact/restore", restore)
                        .json(200)
                        .path("text")
                        .asText())
                .isEqualTo(TEXT);
        String other = Base64.getEncoder().encodeToString("0123456789abcdef".getBytes());
        Answer refused = admin().post(
                        "/api/redact/restore",
                        Map.of("text", text, "restore", redacted.path("restore").asText(), "key", other));
        assertThat(refused.json(422).path("detail").asText()).contains("does not open the restore token");
        assertThat(admin().post("/api/redact", Map.of("text", TEXT, "key", "c2hvcnQ="))
                        .json(422)
                        .toString())
                .contains("16, 24 or 32 bytes")
                .doesNotContain("c2hvcnQ=");
    }

    @Test
    public void aFileOfRulesServesUntilItIsDeleted() throws IOException {
        Path folder = Files.createDirectories(karafBase().resolve("etc/rules"));
        Path file = folder.resolve("trial.rules");
        try {
            Files.writeString(file, "[product]\n> \"solar\" lemma:panel\n");
            Map<String, ?> request = Map.of("text", TEXT, "language", "en", "layers", List.of("trial"));
            await().atMost(SOON).untilAsserted(() -> assertThat(
                            layers(request).path("trial").findValuesAsText("text"))
                    .containsExactly("solar panels"));
            Files.writeString(file, "[place]\nBerlin = Q64\n");
            await().atMost(SOON).untilAsserted(() -> assertThat(
                            layers(request).path("trial").findValuesAsText("value"))
                    .containsExactly("Q64"));
        } finally {
            Files.deleteIfExists(file);
        }
        await().atMost(SOON)
                .untilAsserted(
                        () -> assertThat(admin().get("/api/pipelines").body()).doesNotContain("trial"));
    }

    @Test
    public void aVocabularyGivesTags() throws IOException {
        Path folder = Files.createDirectories(karafBase().resolve("etc/vocabularies"));
        Path file = folder.resolve("energy.txt");
        try {
            Files.writeString(file, "photovoltaics: solar panels, PV\n");
            await().atMost(SOON).untilAsserted(() -> assertThat(
                            layers(Map.of("text", TEXT, "language", "en", "layers", List.of("tags")))
                                    .path("tags")
                                    .findValuesAsText("why")
                                    .toString())
                    .contains("vocabulary energy: Solar panels"));
        } finally {
            Files.deleteIfExists(file);
        }
    }
}

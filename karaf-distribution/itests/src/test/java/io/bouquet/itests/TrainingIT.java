package io.bouquet.itests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.Test;

/** Models trained, and taggers measured, by the platform itself: over REST and in the shell. */
public class TrainingIT extends PlatformTest {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    /** Twenty-four orders and complaints, which differ in their words. */
    private static String lines() {
        StringBuilder lines = new StringBuilder();
        for (String what : new String[] {"a table", "two chairs", "the lamp", "this desk", "a shelf", "six cups"}) {
            lines.append("order\tPlease send me ").append(what).append(" as soon as you can.\n");
            lines.append("order\tWe would like to buy ").append(what).append(" for our office.\n");
            lines.append("complaint\tI am angry: ").append(what).append(" arrived broken.\n");
            lines.append("complaint\tYour service is terrible, ").append(what).append(" never came.\n");
        }
        return lines.toString();
    }

    @Test
    public void trainsAndInstallsAModelThatAnswersAtOnce() {
        JsonNode begun = admin().post(
                        "/api/training/models?kind=categories&name=wish&language=en&install=true",
                        "text/tab-separated-values",
                        lines())
                .json(202);
        JsonNode run = ended(begun.path("id").asText());
        assertThat(run.path("state").asText()).as(run.toString()).isEqualTo("done");
        assertThat(run.path("model").path("bundle").asText()).isEqualTo("model.wish");
        assertThat(run.path("model").path("labels").path("order").asInt()).isEqualTo(12);
        assertThat(run.path("model").path("receipt").asText()).isNotEmpty();
        assertThat(run.path("report").path("measure").asText()).isEqualTo("accuracy");
        JsonNode answer = admin().post(
                        "/api/annotate",
                        Map.of("text", "Please send me a lamp for our office.", "layers", new String[] {"wish"}))
                .json(200);
        assertThat(answer.path("layers").path("wish").path(0).path("label").asText())
                .isEqualTo("order");
        assertThat(admin().get("/api/training/runs/" + begun.path("id").asText() + "/model")
                        .status())
                .isEqualTo(200);

        JsonNode measured =
                ended(admin().post("/api/training/evaluations?tagger=wish", "text/tab-separated-values", lines())
                        .json(202)
                        .path("id")
                        .asText());
        assertThat(measured.path("report").path("score").asDouble())
                .as(measured.toString())
                .isGreaterThan(0.9);
        assertThat(measured.path("report").path("confusion").path("labels")).hasSize(2);
    }

    @Test
    public void keepsCorrectionsAsDataForTheNextTraining() {
        JsonNode kept = admin().post(
                        "/api/training/corrections",
                        Map.of("text", "It never came.", "language", "en", "layer", "mishap", "label", "complaint"))
                .json(201);
        assertThat(admin().get("/api/training/corrections?layer=mishap")
                        .json(200)
                        .path("layers")
                        .path("mishap")
                        .asInt())
                .isEqualTo(1);
        assertThat(admin().get("/api/training/corrections/mishap/data").body()).contains("\"label\":\"complaint\"");
        assertThat(admin().post("/api/training/corrections", Map.of("text", "x", "layer", "mishap"))
                        .json(422)
                        .path("detail")
                        .asText())
                .contains("either a label or annotations");
        assertThat(admin().delete("/api/training/corrections/" + kept.path("id").asText())
                        .status())
                .isEqualTo(204);
    }

    @Test
    public void saysWhatIsWrongBeforeItBegins() {
        assertThat(admin().post("/api/training/models?kind=horoscope&name=x", "text/tab-separated-values", lines())
                        .json(422)
                        .path("detail")
                        .asText())
                .contains("no engine trains the kind 'horoscope'; there are: categories (");
        assertThat(admin().post("/api/training/models?kind=categories&name=x", "text/tab-separated-values", "no tab")
                        .json(422)
                        .path("detail")
                        .asText())
                .contains("line 1 has no tab");
        assertThat(admin().post("/api/training/evaluations?tagger=nobody", "text/tab-separated-values", lines())
                        .json(422)
                        .path("detail")
                        .asText())
                .contains("there is no tagger 'nobody'; there are: ");
        assertThat(admin().asNobody().get("/api/training/runs").status()).isEqualTo(401);
    }

    @Test
    public void trainsAndMeasuresInTheShell() throws IOException {
        Path file = Files.createTempFile("wishes", ".tsv");
        try {
            Files.writeString(file, lines());
            assertThat(shell("nlp:train --kind category --data " + file + " --name shelled --language en"))
                    .contains("accuracy", "Trained model.shelled 1.0.0 with 24 texts", "plugin:install ");
            assertThat(shell("nlp:runs")).contains("categories shelled 1.0.0");
            assertThatThrownBy(() -> shell("nlp:train --kind category --data /nowhere.tsv --name x"))
                    .hasMessageContaining("there is no file /nowhere.tsv");
        } finally {
            Files.delete(file);
        }
        assertThat(shell("nlp:benchmark --layers tokens --seconds 1")).contains("words per second", "tokens-en");
    }

    private JsonNode ended(String id) {
        return await().atMost(LIMIT)
                .until(
                        () -> admin().get("/api/training/runs/" + id).json(200),
                        run -> !run.path("state").asText().matches("queued|running"));
    }
}

package io.bouquet.itests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.Map;
import org.junit.Test;

/** {@code /v2}: the Open Inference Protocol. */
public class OipIT extends PlatformTest {
    private static final JsonMapper JSON = new JsonMapper();

    private static Map<String, Object> texts(Object shape, String... texts) {
        return Map.of("name", "text", "shape", shape, "datatype", "BYTES", "data", List.of(texts));
    }

    @Test
    public void describesItselfAndItsModels() {
        JsonNode server = admin().get("/v2").json(200);
        assertThat(server.path("name").asText()).isEqualTo("bouquet");
        assertThat(server.path("version").asText()).isNotEmpty();
        assertThat(server.path("extensions").isArray()).isTrue();
        JsonNode model = admin().get("/v2/models/entities-en").json(200);
        assertThat(model.path("name").asText()).isEqualTo("entities-en");
        String version = model.path("versions").path(0).asText();
        assertThat(admin().get("/v2/models/entities-en/versions/" + version).json(200))
                .isEqualTo(model);
        assertThat(model.path("inputs").toString())
                .isEqualTo("[{\"name\":\"text\",\"datatype\":\"BYTES\",\"shape\":[-1]}]");
        assertThat(model.path("outputs").toString())
                .isEqualTo("[{\"name\":\"entities\",\"datatype\":\"BYTES\",\"shape\":[-1]}]");
        assertThat(admin().get("/v2/models/pipeline-de")
                        .json(200)
                        .path("outputs")
                        .findValuesAsText("name"))
                .contains("tokens", "pos", "lemmas");
    }

    @Test
    public void saysWhatIsReady() {
        assertThat(nobody().get("/v2/health/live").json(200).path("live").asBoolean())
                .isTrue();
        assertThat(nobody().get("/v2/health/ready").json(200).path("ready").asBoolean())
                .isTrue();
        assertThat(admin().get("/v2/models/entities-en/ready").json(200).toString())
                .isEqualTo("{\"name\":\"entities-en\",\"ready\":true}");
        assertThat(admin().get("/v2/models/entities-en/versions/9.9.9/ready")
                        .json(404)
                        .path("error")
                        .asText())
                .contains("9.9.9");
        nobody().get("/v2/models/entities-en/ready").problem(401);
    }

    @Test
    public void infersABatch() throws IOException {
        JsonNode answer = admin().post(
                        "/v2/models/entities-en/infer",
                        Map.of(
                                "id",
                                "42",
                                "inputs",
                                List.of(texts(List.of(2), "Tim Cook was in Berlin.", "Nobody was nowhere."))))
                .json(200);
        assertThat(answer.path("id").asText()).isEqualTo("42");
        assertThat(answer.path("model_name").asText()).isEqualTo("entities-en");
        assertThat(answer.path("model_version").asText())
                .isEqualTo(admin().get("/v2/models/entities-en")
                        .json(200)
                        .path("versions")
                        .path(0)
                        .asText());
        JsonNode output = answer.path("outputs").path(0);
        assertThat(output.path("shape").toString()).isEqualTo("[2]");
        assertThat(output.path("datatype").asText()).isEqualTo("BYTES");
        assertThat(JSON.readTree(output.path("data").path(0).asText()).findValuesAsText("text"))
                .contains("Tim Cook", "Berlin");
        assertThat(JSON.readTree(output.path("data").path(1).asText())).isEmpty();
    }

    @Test
    public void infersAPipelineInTheLanguageOfEachText() throws IOException {
        JsonNode answer = admin().post(
                        "/v2/models/pipeline/infer",
                        Map.of(
                                "inputs",
                                List.of(texts(
                                        List.of(2, 1),
                                        "The talks in the capital were surprisingly pleasant for everybody.",
                                        "Die Gespräche in der Hauptstadt waren für alle überraschend angenehm.")),
                                "outputs",
                                List.of(Map.of("name", "language"), Map.of("name", "sentiment"))))
                .json(200);
        assertThat(answer.path("outputs").findValuesAsText("name")).containsExactly("language", "sentiment");
        JsonNode languages = answer.path("outputs").path(0).path("data");
        assertThat(languages.path(0).asText()).contains("\"label\":\"en\"");
        assertThat(languages.path(1).asText()).contains("\"label\":\"de\"");
        JsonNode sentiments = answer.path("outputs").path(1).path("data");
        assertThat(sentiments.path(0).asText()).contains("\"label\":\"");
        assertThat(sentiments.path(1).asText()).contains("\"error\"");
    }

    @Test
    public void errorsHaveTheFormOfTheProtocol() {
        for (Answer answer : List.of(
                admin().get("/v2/models/nothing"),
                admin().get("/v2/nothing"),
                admin().post("/v2/models/nothing/infer", Map.of()),
                admin().post("/v2/nothing", Map.of()))) {
            assertThat(answer.json(404).path("error").asText()).as("%s", answer).isNotEmpty();
        }
        assertThat(admin().post("/v2/models/entities-en/infer", "application/json", "{")
                        .json(400)
                        .path("error")
                        .asText())
                .contains("not JSON");
        assertThat(admin().post("/v2/models/entities-en/infer", Map.of("inputs", List.of(texts(List.of(3), "a"))))
                        .json(400)
                        .path("error")
                        .asText())
                .contains("shape");
        admin().send("DELETE", "/v2/models/entities-en", Map.of(), BodyPublishers.noBody())
                .problem(405);
    }

    @Test
    public void listsItsModelsForTriton() {
        JsonNode index = admin().post("/v2/repository/index", Map.of()).json(200);
        assertThat(index.findValuesAsText("name")).contains("pipeline", "pipeline-en", "entities-en");
        assertThat(index.findValuesAsText("state")).contains("READY");
    }
}

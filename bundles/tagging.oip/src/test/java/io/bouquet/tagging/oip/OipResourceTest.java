package io.bouquet.tagging.oip;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bouquet.common.json.BundleJson;
import io.bouquet.tagging.TaggerInfo.State;
import io.bouquet.tagging.rest.OffsetUnit;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.annotation.Annotation;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import javax.ws.rs.core.Response;
import javax.ws.rs.ext.RuntimeDelegate;
import org.apache.cxf.jaxrs.impl.RuntimeDelegateImpl;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.osgi.framework.Version;

class OipResourceTest {
    private final ObjectMapper json = BundleJson.strict().build();
    private final StubBroker broker = new StubBroker();
    private final Models models = new Models();
    private final OipResource resource =
            new OipResource(models, new Inference(models, config(5, 1_000)), new Version(0, 1, 0));

    OipResourceTest() {
        models.broker = broker;
    }

    @BeforeAll
    static void setUp() {
        // Aries' JAX-RS API looks for one in OSGi only
        RuntimeDelegate.setInstance(new RuntimeDelegateImpl());
    }

    private static Inference.Config config(int texts, int characters) {
        return new Inference.Config() {
            @Override
            public int maxTexts() {
                return texts;
            }

            @Override
            public int maxCharacters() {
                return characters;
            }

            @Override
            public Class<? extends Annotation> annotationType() {
                return Inference.Config.class;
            }
        };
    }

    @Test
    void describesTheServer() throws Exception {
        assertThat(tree(resource.server(), 200))
                .isEqualTo(json.readTree(
                        "{\"name\":\"bouquet\",\"version\":\"0.1.0\",\"extensions\":[\"binary_tensor_data\"]}"));
        assertThat(tree(resource.live(), 200).path("live").asBoolean()).isTrue();
        assertThat(tree(resource.ready(), 200).path("ready").asBoolean()).isTrue();
        models.broker = null;
        assertThat(tree(resource.live(), 200).path("live").asBoolean()).isTrue();
        assertThat(tree(resource.ready(), 400).path("ready").asBoolean()).isFalse();
    }

    @Test
    void describesModels() throws Exception {
        assertThat(tree(resource.model("tokens-en"), 200))
                .isEqualTo(json.readTree("{\"name\":\"tokens-en\",\"versions\":[\"1.1.0\"],\"platform\":\"bouquet\","
                        + "\"inputs\":[{\"name\":\"text\",\"datatype\":\"BYTES\",\"shape\":[-1]}],"
                        + "\"outputs\":[{\"name\":\"tokens\",\"datatype\":\"BYTES\",\"shape\":[-1]}]}"));
        assertThat(tree(resource.model("pipeline-en"), 200).path("outputs").findValuesAsText("name"))
                .containsExactly("tokens", "entities");
        assertThat(tree(resource.model("pipeline"), 200).path("outputs").findValuesAsText("name"))
                .containsExactly("language", "tokens", "entities");
        assertThat(tree(resource.model("pipeline", "3"), 200)
                        .path("versions")
                        .get(0)
                        .asText())
                .isEqualTo("3");
        assertThat(tree(resource.model("tokens-en", "1.1.0"), 200).path("name").asText())
                .isEqualTo("tokens-en");
    }

    @Test
    void saysWhichModelsAreReady() throws Exception {
        assertThat(tree(resource.modelReady("tokens-en"), 200))
                .isEqualTo(json.readTree("{\"name\":\"tokens-en\",\"ready\":true}"));
        assertThat(tree(resource.modelReady("tokens-en", "1.1.0"), 200)
                        .path("ready")
                        .asBoolean())
                .isTrue();
        assertThat(tree(resource.modelReady("broken"), 400))
                .isEqualTo(json.readTree("{\"name\":\"broken\",\"ready\":false}"));
        assertThat(error(resource.modelReady("tokens-en", "1.0.0"), 404)).contains("'1.0.0'", "1.1.0");
        assertThat(error(resource.modelReady("tokns"), 404)).contains("'tokns'", "tokens-en, entities-en");
    }

    @Test
    void listsModelsAsTritonDoes() throws Exception {
        JsonNode index = tree(resource.index(), 200);
        assertThat(index.findValuesAsText("name"))
                .containsExactly("pipeline", "pipeline-en", "tokens-en", "entities-en", "broken");
        assertThat(index.findValuesAsText("state")).containsExactly("READY", "READY", "READY", "READY", "UNAVAILABLE");
        assertThat(index.get(4).path("reason").asText()).isEqualTo("it threw");
    }

    @Test
    void noVersionCanBeAskedForWhileSeveralServe() throws Exception {
        broker.taggers.set(0, StubBroker.tagger("tokens-en", "1.1.0", State.SERVING, 10, "tokens"));
        broker.taggers.set(1, StubBroker.tagger("tokens-en", "1.0.0", State.SERVING, 90, "tokens"));
        JsonNode model = tree(resource.model("tokens-en"), 200);
        assertThat(model.path("versions")).isEmpty();
        assertThat(error(resource.model("tokens-en", "1.1.0"), 404)).contains("no version");
    }

    @Test
    void infersABatch() throws Exception {
        JsonNode answer = tree(infer("tokens-en", """
                        {"id":"42","parameters":{"offsets":"utf8","key":"k"},
                         "inputs":[{"name":"text","shape":[2],"datatype":"BYTES","data":["hi","Grüße"]}],
                         "outputs":[{"name":"tokens"}]}"""), 200);
        assertThat(answer.path("id").asText()).isEqualTo("42");
        assertThat(answer.path("model_name").asText()).isEqualTo("tokens-en");
        assertThat(answer.path("model_version").asText()).isEqualTo("1.1.0");
        assertThat(answer.path("parameters").path("generation").asInt()).isEqualTo(3);
        JsonNode output = answer.path("outputs").path(0);
        assertThat(output.path("name").asText()).isEqualTo("tokens");
        assertThat(output.path("datatype").asText()).isEqualTo("BYTES");
        assertThat(output.path("shape")).isEqualTo(json.readTree("[2]"));
        assertThat(json.readTree(output.path("data").path(1).asText())
                        .path(0)
                        .path("end")
                        .asInt())
                .isEqualTo(7);
        assertThat(broker.asked).allSatisfy(asked -> {
            assertThat(asked.layers()).containsExactly("tokens");
            assertThat(asked.language()).isEqualTo("en");
            assertThat(asked.key()).isEqualTo("k");
        });
        assertThat(broker.held).isZero();
    }

    @Test
    void takesColumnsAndAnswersWithColumns() throws Exception {
        JsonNode answer = tree(
                infer(
                        "pipeline-en",
                        "{\"inputs\":[{\"name\":\"text\",\"shape\":[2,1],\"datatype\":\"BYTES\",\"data\":[[\"a\"],[\"b\"]]}]}"),
                200);
        assertThat(answer.has("id")).isFalse();
        assertThat(answer.path("model_version").asText()).isEqualTo("3");
        assertThat(answer.path("outputs").findValuesAsText("name")).containsExactly("tokens", "entities");
        assertThat(answer.path("outputs").path(0).path("shape")).isEqualTo(json.readTree("[2,1]"));
    }

    @Test
    void saysWhichElementHasNoLayer() throws Exception {
        JsonNode answer = tree(
                infer(
                        "pipeline",
                        "{\"inputs\":[{\"name\":\"text\",\"shape\":[2],\"datatype\":\"BYTES\",\"data\":[\"bad\",\"b\"]}]}"),
                200);
        assertThat(answer.path("outputs").path(0).path("data").path(0).asText()).contains("unavailable");
        assertThat(answer.path("outputs").path(2).path("data"))
                .isEqualTo(json.readTree("[\"{\\\"error\\\":\\\"failed: it threw\\\"}\",\"[]\"]"));
        assertThat(broker.asked.get(0).layers()).isEmpty();
    }

    @Test
    void readsAndWritesBinaryData() throws Exception {
        byte[] data = bytes("hi", "Grüße");
        byte[] header = ("{\"parameters\":{\"binary_data_output\":true},\"inputs\":[{\"name\":\"text\",\"shape\":[2],"
                        + "\"datatype\":\"BYTES\",\"parameters\":{\"binary_data_size\":" + data.length + "}}],"
                        + "\"outputs\":[{\"name\":\"tokens\"},"
                        + "{\"name\":\"entities\",\"parameters\":{\"binary_data\":false}}]}")
                .getBytes(StandardCharsets.UTF_8);
        byte[] body = ByteBuffer.allocate(header.length + data.length)
                .put(header)
                .put(data)
                .array();
        Response response = resource.infer("pipeline-en", Integer.toString(header.length), null, body);
        assertThat(response.getStatus()).isEqualTo(200);
        assertThat(response.getMediaType()).hasToString("application/octet-stream");
        byte[] answer = (byte[]) response.getEntity();
        int length = (Integer) response.getHeaders().getFirst("Inference-Header-Content-Length");
        JsonNode outputs = json.readTree(answer, 0, length).path("outputs");
        assertThat(outputs.path(0).path("parameters").path("binary_data_size").asInt())
                .isEqualTo(answer.length - length);
        assertThat(outputs.path(0).has("data")).isFalse();
        assertThat(outputs.path(1).path("data")).hasSize(2);
        ByteBuffer binary =
                ByteBuffer.wrap(answer, length, answer.length - length).order(ByteOrder.LITTLE_ENDIAN);
        for (String text : List.of("hi", "Grüße")) {
            byte[] element = new byte[binary.getInt()];
            binary.get(element);
            assertThat(json.readTree(element).path(0).path("text").asText()).isEqualTo(text);
        }
        assertThat(binary.hasRemaining()).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "|JSON object|400",
                "{|not JSON|400",
                "[]|JSON object|400",
                "{}|'inputs'|400",
                "{\"inputs\":[]}|'inputs'|400",
                "{\"inputs\":[{\"name\":\"x\"}]}|'text', not 'x'|400",
                "{\"inputs\":[{\"name\":\"text\",\"datatype\":\"FP32\"}]}|BYTES, not 'FP32'|400",
                "{\"inputs\":[{\"name\":\"text\",\"datatype\":\"BYTES\",\"data\":[\"a\"]}]}|'shape'|400",
                "{\"inputs\":[{\"name\":\"text\",\"datatype\":\"BYTES\",\"shape\":[-1],\"data\":[\"a\"]}]}|dimension|400",
                "{\"inputs\":[{\"name\":\"text\",\"datatype\":\"BYTES\",\"shape\":[2],\"data\":[\"a\"]}]}|[2] does not fit|400",
                "{\"inputs\":[{\"name\":\"text\",\"datatype\":\"BYTES\",\"shape\":[1,2],\"data\":[\"a\",\"b\"]}]}|[n, 1]|400",
                "{\"inputs\":[{\"name\":\"text\",\"datatype\":\"BYTES\",\"shape\":[18446744073709551615],\"data\":[\"a\"]}]}|not fit|400",
                "{\"inputs\":[{\"name\":\"text\",\"datatype\":\"BYTES\",\"shape\":[0],\"data\":[]}]}|at least one|400",
                "{\"inputs\":[{\"name\":\"text\",\"datatype\":\"BYTES\",\"shape\":[1],\"data\":[7]}]}|element 0|400",
                "{\"inputs\":[{\"name\":\"text\",\"datatype\":\"BYTES\",\"shape\":[1],\"data\":[\"\"]}]}|empty text|400",
                "{\"inputs\":[{\"name\":\"text\",\"datatype\":\"BYTES\",\"shape\":[1],\"data\":[\"\\ud83d\"]}]}|element 0|400",
                "{\"inputs\":[{\"name\":\"text\",\"datatype\":\"BYTES\",\"shape\":[1],\"data\":\"a\"}]}|list of strings|400",
                "{\"inputs\":[{\"name\":\"text\",\"datatype\":\"BYTES\",\"shape\":[1],\"data\":[\"a\"]}],\"outputs\":[{\"name\":\"x\"}]}|no output 'x'|400",
                "{\"inputs\":[{\"name\":\"text\",\"datatype\":\"BYTES\",\"shape\":[1],\"data\":[\"a\"]}],\"parameters\":{\"offsets\":\"x\"}}|'offsets'|400",
                "{\"inputs\":[{\"name\":\"text\",\"datatype\":\"BYTES\",\"shape\":[1],\"data\":[\"a\"]}],\"parameters\":{\"language\":\"xx\"}}|xx|400",
                "{\"inputs\":[{\"name\":\"text\",\"datatype\":\"BYTES\",\"shape\":[1],\"data\":[\"a\"]}],\"id\":7}|'id'|400",
                "{\"inputs\":[{\"name\":\"text\",\"datatype\":\"BYTES\",\"shape\":[1],\"parameters\":{\"binary_data_size\":3}}]}|'binary_data_size' must be 0|400",
                "{\"inputs\":[{\"name\":\"text\",\"datatype\":\"BYTES\",\"shape\":[6],\"data\":[\"a\",\"a\",\"a\",\"a\",\"a\",\"a\"]}]}|limit is 5|413",
                "{\"inputs\":[{\"name\":\"text\",\"datatype\":\"BYTES\",\"shape\":[1],\"data\":[\"busy\"]}]}|no more fit|503",
            })
    void refusesRequestsThatDoNotFit(String body, String named, int status) throws Exception {
        assertThat(error(infer("pipeline", body == null ? "" : body), status)).contains(named);
        assertThat(broker.held).isZero();
    }

    @Test
    void refusesBinaryDataThatDoNotFit() throws Exception {
        String input = "{\"inputs\":[{\"name\":\"text\",\"datatype\":\"BYTES\",\"shape\":[1],"
                + "\"parameters\":{\"binary_data_size\":5}}]}";
        byte[] body = (input + "\u0009\0\0\0x").getBytes(StandardCharsets.UTF_8);
        assertThat(error(resource.infer("pipeline", Integer.toString(input.length()), null, body), 400))
                .contains("element 0");
        for (String length : List.of("x", "-1", "99999")) {
            assertThat(error(resource.infer("pipeline", length, null, body), 400))
                    .contains("'" + length + "'");
        }
        String without = "{\"inputs\":[{\"name\":\"text\",\"datatype\":\"BYTES\",\"shape\":[1],\"data\":[\"a\"]}]}";
        assertThat(error(
                        resource.infer(
                                "pipeline",
                                Integer.toString(without.length()),
                                null,
                                (without + "x").getBytes(StandardCharsets.UTF_8)),
                        400))
                .contains("binary_data_size");
    }

    @Test
    void asksToComeBackForAModelThatDoesNotServe() throws Exception {
        Response response = infer(
                "broken", "{\"inputs\":[{\"name\":\"text\",\"shape\":[1],\"datatype\":\"BYTES\",\"data\":[\"a\"]}]}");
        assertThat(error(response, 503)).contains("it threw");
        assertThat(response.getHeaderString("Retry-After")).isEqualTo("5");
        models.broker = null;
        assertThat(error(infer("pipeline", "{}"), 503)).contains("nothing annotates");
    }

    @Test
    void readsOptionsWithTheirDefaults() {
        InferRequest request = InferRequest.of(
                "{\"inputs\":[{\"name\":\"text\",\"shape\":[1],\"datatype\":\"BYTES\",\"data\":[\"a\"]}]}"
                        .getBytes(StandardCharsets.UTF_8),
                null,
                json);
        assertThat(request.offsets()).isEqualTo(OffsetUnit.UTF16);
        assertThat(request.language()).isEmpty();
        assertThat(request.outputs()).isEmpty();
    }

    private Response infer(String model, String body) {
        return resource.infer(model, null, null, body.getBytes(StandardCharsets.UTF_8));
    }

    private JsonNode tree(Response response, int status) throws IOException {
        assertThat(response.getStatus()).isEqualTo(status);
        assertThat(response.getMediaType()).hasToString("application/json");
        return json.readTree((byte[]) response.getEntity());
    }

    private String error(Response response, int status) throws IOException {
        JsonNode body = tree(response, status);
        assertThat(body.size()).isEqualTo(1);
        return body.path("error").asText();
    }

    private static byte[] bytes(String... texts) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (String text : texts) {
            byte[] element = text.getBytes(StandardCharsets.UTF_8);
            bytes.write(new byte[] {(byte) element.length, 0, 0, 0});
            bytes.write(element);
        }
        return bytes.toByteArray();
    }
}

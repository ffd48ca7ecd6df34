package io.bouquet.tagging.rest.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bouquet.common.json.BundleJson;
import io.bouquet.tagging.rest.internal.StreamRun.Format;
import io.bouquet.web.FieldError;
import io.bouquet.web.ProblemException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AnnotateStreamTest {
    private final ObjectMapper json = BundleJson.strict().build();
    private final StubBroker broker = new StubBroker();
    private final BrokerAnnotator annotator = StubBroker.annotator(broker);
    private ObjectNode options = AnnotateResource.options(List.of(), null, null, null);

    @Test
    void answersEachLineInItsOrder() throws Exception {
        List<JsonNode> answers = stream(Format.JSON, """
                {"id":"b","text":"hi","layers":["tokens"],"language":"en","offsets":"utf8","key":"k"}

                {"text":"Grüße"}\r
                {"id":"a","text":"du","language":"de"}""");
        assertThat(answers).extracting(line -> line.path("line").asInt()).containsExactly(1, 3, 4);
        assertThat(answers).extracting(line -> line.path("id").asText()).containsExactly("b", "", "a");
        assertThat(answers.get(1)
                        .path("layers")
                        .path("tokens")
                        .path(0)
                        .path("end")
                        .asInt())
                .isEqualTo(5);
        assertThat(answers)
                .extracting(line -> line.path("generation").path("id").asInt())
                .containsOnly(3);
        assertThat(broker.asked.get(0).layers()).containsExactly("tokens");
        assertThat(broker.asked.get(0).key()).isEqualTo("k");
        assertThat(broker.asked.get(2).language()).isEqualTo("de");
    }

    @Test
    void answersEachLineOfPlainText() throws Exception {
        options = AnnotateResource.options(List.of("tokens"), "en", "utf8", null);
        List<JsonNode> answers = stream(Format.TEXT, "Grüße\n\n{\"text\":1}\n");
        assertThat(answers).extracting(line -> line.path("line").asInt()).containsExactly(1, 3);
        assertThat(answers.get(0)
                        .path("layers")
                        .path("tokens")
                        .path(0)
                        .path("end")
                        .asInt())
                .isEqualTo(7);
        assertThat(broker.asked.get(1).text()).isEqualTo("{\"text\":1}");
        assertThat(broker.asked.get(1).language()).isEqualTo("en");
    }

    @Test
    void optionsOfALinePrevailOverThoseOfTheStream() throws Exception {
        options = AnnotateResource.options(List.of("tokens"), "en", null, "k");
        stream(Format.JSON, "{\"text\":\"a\",\"language\":\"de\"}\n{\"text\":\"b\"}\n");
        assertThat(broker.asked.get(0).language()).isEqualTo("de");
        assertThat(broker.asked.get(1).language()).isEqualTo("en");
        assertThat(broker.asked).allSatisfy(asked -> {
            assertThat(asked.layers()).containsExactly("tokens");
            assertThat(asked.key()).isEqualTo("k");
        });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{\"id\":\"a\"|json_invalid|body|",
                "{\"text\":\"a\"} x|json_invalid|body|",
                "{\"text\":\"a\",\"text\":\"b\"}|json_invalid|body|",
                "[1]|model_attributes_type|body|",
                "{\"id\":\"a\"}|missing|body,text|a",
                "{\"id\":\"a\",\"text\":\"\"}|string_too_short|body,text|a",
                "{\"id\":\"a\",\"text\":\"b\",\"layers\":[\"x\"]}|enum|body,layers,0|a",
                "{\"id\":7.5,\"text\":\"b\"}|string_type|body,id|",
                "{\"id\":\"\",\"text\":\"b\"}|string_too_short|body,id|",
                "{\"id\":\"a\",\"text\":\"b\",\"x\":1}|extra_forbidden|body,x|a",
            })
    void answersALineThatIsInvalidByAnErrorAndGoesOn(String line, String type, String loc, String id) throws Exception {
        List<JsonNode> answers = stream(Format.JSON, line + "\n{\"id\":\"z\",\"text\":\"hi\"}\n");
        assertThat(answers).hasSize(2);
        JsonNode failed = answers.get(0);
        assertThat(failed.path("line").asInt()).isEqualTo(1);
        assertThat(failed.path("id").asText()).isEqualTo(id == null ? "" : id);
        assertThat(failed.path("error").path("type").asText()).isEqualTo(type);
        assertThat(StreamSupport.stream(failed.path("error").path("loc").spliterator(), false)
                        .map(JsonNode::asText))
                .containsExactly(loc.split(","));
        assertThat(failed.path("error").path("msg").asText()).isNotEmpty();
        assertThat(answers.get(1).path("id").asText()).isEqualTo("z");
    }

    @Test
    void namesAllErrorsOfALine() throws Exception {
        JsonNode error = stream(Format.JSON, "{\"text\":\"\",\"language\":\"xx\"}")
                .get(0)
                .path("error");
        assertThat(error.path("type").asText()).isEqualTo("string_too_short");
        assertThat(error.path("more")).hasSize(1);
        assertThat(error.path("more").path(0).path("loc").path(1).asText()).isEqualTo("language");
    }

    @Test
    void answersALineThatIsTooLongOrNoTextByAnError() throws Exception {
        List<JsonNode> answers = stream(Format.TEXT, "x".repeat(101) + "\n" + "x".repeat(1_001) + "\nhi\n");
        assertThat(answers)
                .extracting(line -> line.path("error").path("type").asText())
                .containsExactly("string_too_long", "line_too_long", "");
        byte[] latin1 = "caf\u00e9\n".getBytes(StandardCharsets.ISO_8859_1);
        assertThat(stream(Format.TEXT, latin1).get(0).path("error").path("type").asText())
                .isEqualTo("string_unicode");
        assertThat(stream(Format.JSON, ("{\"text\":\"caf\u00e9\"}\n").getBytes(StandardCharsets.ISO_8859_1))
                        .get(0)
                        .path("error")
                        .path("type")
                        .asText())
                .isEqualTo("json_invalid");
    }

    @Test
    void answersALineThatNobodyHasTimeForByAnError() throws Exception {
        broker.refusal = request -> request.text().equals("busy") ? StubBroker.overloaded() : null;
        assertThat(stream(Format.TEXT, "busy\nhi\n"))
                .extracting(line -> line.path("error").path("type").asText())
                .containsExactly("unavailable", "");
    }

    @Test
    void saysWhyAStreamEndsBeforeItsBody() throws Exception {
        InputStream broken = new InputStream() {
            private final InputStream begin = new ByteArrayInputStream("hi\n".getBytes(StandardCharsets.UTF_8));

            @Override
            public int read() throws IOException {
                int one = begin.read();
                if (one < 0) {
                    throw new IOException("the body ends too early");
                }
                return one;
            }
        };
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        run(Format.TEXT, broken, out).run();
        JsonNode last = last(out);
        assertThat(last.path("line").asInt()).isEqualTo(1);
        assertThat(last.path("error").path("type").asText()).isEqualTo("unreadable");
    }

    @Test
    void endsWithALineThatSaysSoWhileItWaitsForTheClient() throws Exception {
        PipedOutputStream client = new PipedOutputStream();
        PipedInputStream body = new PipedInputStream(client);
        PipedInputStream answers = new PipedInputStream();
        PipedOutputStream out = new PipedOutputStream(answers);
        StreamRun run = run(Format.TEXT, body, out);
        CompletableFuture<Boolean> ended = CompletableFuture.supplyAsync(() -> {
            try (out) {
                run.run();
                return Thread.interrupted();
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        });
        client.write("hi\n".getBytes(StandardCharsets.UTF_8));
        client.flush();
        // answered at once, although the body goes on
        assertThat((char) answers.read()).isEqualTo('{');
        run.end();
        assertThat(ended.get(10, TimeUnit.SECONDS)).isFalse();
        String rest = new String(answers.readAllBytes(), StandardCharsets.UTF_8);
        JsonNode last = json.readTree(rest.substring(rest.indexOf('\n') + 1));
        assertThat(last.path("error").path("type").asText()).isEqualTo("ending");
        assertThat(last.path("error").path("msg").asText()).contains("after line 1 again");
        assertThat(last.path("line").asInt()).isEqualTo(1);
    }

    @Test
    void readsNoFurtherThanAFewLinesBeforeTheAnswersAreTaken() {
        OutputStream full = new OutputStream() {
            @Override
            public void write(int one) throws IOException {
                throw new IOException("the client has left");
            }
        };
        ByteArrayInputStream body = new ByteArrayInputStream("a\n".repeat(1_000).getBytes(StandardCharsets.UTF_8));
        StreamRun run = run(Format.TEXT, body, full);
        assertThat(catchThrowableOfType(IOException.class, run::run)).hasMessage("the client has left");
        assertThat(broker.asked)
                .hasSizeLessThanOrEqualTo(2 * Runtime.getRuntime().availableProcessors());
        assertThat(broker.held).isZero();
    }

    @Test
    void holdsNoGenerationForLongerThanALine() throws Exception {
        broker.refusal = request -> {
            assertThat(broker.held).isBetween(1, 2 * Runtime.getRuntime().availableProcessors());
            return request.text().equals("busy") ? StubBroker.overloaded() : null;
        };
        assertThat(stream(Format.TEXT, "hi\nbusy\n".repeat(100))).hasSize(200);
        assertThat(broker.held).isZero();
        assertThat(broker.leased).hasSize(200);
    }

    @Test
    void refusesOptionsThatAreInvalidBeforeItBegins() {
        ObjectNode invalid = AnnotateResource.options(List.of("tokens,x"), "yy", "bytes", null);
        ProblemException refused =
                catchThrowableOfType(ProblemException.class, () -> StreamRun.check(annotator, invalid));
        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.errors())
                .extracting(FieldError::loc)
                .containsExactly(
                        List.of("query", "layers", 1), List.of("query", "language"), List.of("query", "offsets"));
    }

    @Test
    void refusesTooManyStreams() throws Exception {
        annotator.enterStream();
        annotator.enterStream();
        ProblemException refused = catchThrowableOfType(ProblemException.class, () -> stream(Format.TEXT, "hi\n"));
        assertThat(refused.status()).isEqualTo(503);
        annotator.leaveStream();
        assertThat(stream(Format.TEXT, "hi\n")).hasSize(1);
        assertThat(stream(Format.TEXT, "hi\n")).hasSize(1);
    }

    private StreamRun run(Format format, InputStream body, OutputStream out) {
        return new StreamRun(annotator, json, format, options, Duration.ZERO, body, out);
    }

    private List<JsonNode> stream(Format format, String body) throws IOException {
        return stream(format, body.getBytes(StandardCharsets.UTF_8));
    }

    private List<JsonNode> stream(Format format, byte[] body) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        run(format, new ByteArrayInputStream(body), out).run();
        List<JsonNode> answers = new ArrayList<>();
        for (String line : out.toString(StandardCharsets.UTF_8).split("\n")) {
            answers.add(json.readTree(line));
        }
        return answers;
    }

    private JsonNode last(ByteArrayOutputStream out) throws IOException {
        String[] all = out.toString(StandardCharsets.UTF_8).split("\n");
        return json.readTree(all[all.length - 1]);
    }
}

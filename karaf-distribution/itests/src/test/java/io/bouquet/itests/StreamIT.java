package io.bouquet.itests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.Test;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;

/** {@code /api/annotate/stream}. */
public class StreamIT extends PlatformTest {
    private static final String NDJSON = "application/x-ndjson";
    private static final String STREAM = "/api/annotate/stream";
    private static final String CHUNKED = "Transfer-Encoding: chunked\r\nContent-Type: " + NDJSON + "\r\n";
    private static final JsonMapper JSON = new JsonMapper();

    private static List<JsonNode> lines(Answer answer) throws IOException {
        assertThat(answer.status()).as("%s", answer).isEqualTo(200);
        assertThat(answer.header("Content-Type")).startsWith(NDJSON);
        List<JsonNode> lines = new ArrayList<>();
        for (String line : answer.body().split("\n")) {
            lines.add(JSON.readTree(line));
        }
        return lines;
    }

    @Test
    public void annotatesLineByLine() throws IOException {
        List<JsonNode> lines = lines(admin().post(STREAM + "?layers=entities", NDJSON, """
                        {"id":"a","text":"Angela Merkel met Tim Cook in Berlin.","language":"en"}
                        {"id":"b","text":""}
                        not JSON
                        {"text":"Grüße aus Berlin.","layers":["tokens"]}
                        """));
        assertThat(lines).extracting(line -> line.path("line").asInt()).containsExactly(1, 2, 3, 4);
        assertThat(lines).extracting(line -> line.path("id").asText()).containsExactly("a", "b", "", "");
        assertThat(lines.get(0).path("layers").path("entities").findValuesAsText("text"))
                .contains("Angela Merkel", "Berlin");
        assertThat(lines.get(0).path("generation").path("id").asInt()).isPositive();
        assertThat(lines.get(1).path("error").path("loc").toString()).isEqualTo("[\"body\",\"text\"]");
        assertThat(lines.get(2).path("error").path("type").asText()).isEqualTo("json_invalid");
        assertThat(lines.get(3).path("layers").path("tokens")).hasSize(4);
    }

    @Test
    public void annotatesLinesOfPlainText() throws IOException {
        String[] texts = new String[200];
        Arrays.setAll(texts, i -> "This is the text with the number " + i + ".");
        List<JsonNode> lines =
                lines(admin().post(STREAM + "?layers=tokens&language=en", "text/plain", String.join("\n", texts)));
        assertThat(lines).hasSize(200);
        for (int i = 0; i < 200; i++) {
            assertThat(lines.get(i).path("line").asInt()).isEqualTo(i + 1);
            assertThat(lines.get(i).path("layers").path("tokens").toString()).contains("\"" + i);
        }
    }

    @Test
    public void answersALineBeforeTheNextOneIsSent() throws IOException {
        try (Duplex stream = admin().duplex("POST", STREAM, CHUNKED)) {
            for (int i = 1; i <= 3; i++) {
                stream.send("{\"id\":\"" + i + "\",\"text\":\"Hello.\"}\n");
                assertThat(JSON.readTree(stream.lineWith("{")).path("id").asInt())
                        .isEqualTo(i);
            }
            stream.endBody();
            stream.assertEnd();
        }
    }

    @Test
    public void takesBodiesOfAnySize() throws IOException {
        InputStream huge = new InputStream() {
            private static final long SIZE = 100L << 20;
            private long read;

            @Override
            public int read() {
                throw new UnsupportedOperationException();
            }

            /** Lines of ten megabytes, which are too long. */
            @Override
            public int read(byte[] bytes, int offset, int length) {
                if (read >= SIZE) {
                    return -1;
                }
                int some = (int) Math.min(length, SIZE - read);
                Arrays.fill(bytes, offset, offset + some, (byte) 'x');
                long lineEnd = (read / (10 << 20) + 1) * (10 << 20) - 1;
                if (lineEnd < read + some) {
                    bytes[(int) (offset + lineEnd - read)] = '\n';
                }
                read += some;
                return some;
            }
        };
        List<JsonNode> lines = lines(admin().send(
                        "POST",
                        STREAM,
                        Map.of("Content-Type", "text/plain"),
                        BodyPublishers.ofInputStream(() -> huge)));
        assertThat(lines).hasSize(10);
        assertThat(lines)
                .extracting(line -> line.path("error").path("type").asText())
                .containsOnly("line_too_long");
    }

    @Test
    public void endsWithALineThatSaysSoWhenItsBundleStops() throws Exception {
        Bundle bundle = Arrays.stream(context.getBundles())
                .filter(one -> "io.bouquet.tagging.rest".equals(one.getSymbolicName()))
                .findFirst()
                .orElseThrow();
        CompletableFuture<Void> stop;
        try (Duplex stream = admin().duplex("POST", STREAM, CHUNKED)) {
            stream.send("{\"id\":\"a\",\"text\":\"Hello.\"}\n{\"id\":\"b\"");
            stream.lineWith("{\"line\":1,");
            long begin = System.nanoTime();
            stop = CompletableFuture.runAsync(() -> {
                try {
                    bundle.stop();
                } catch (BundleException e) {
                    throw new IllegalStateException(e);
                }
            });
            JsonNode last = JSON.readTree(stream.lineWith("{"));
            assertThat(last.path("error").path("type").asText()).isEqualTo("ending");
            assertThat(last.path("error").path("msg").asText()).contains("after line 1 again");
            stop.join();
            // it did not wait until the stream was interrupted
            assertThat(System.nanoTime() - begin).isLessThan(8_000_000_000L);
        } finally {
            bundle.start();
        }
        waitUntilThePlatformIsReady();
        assertThat(lines(admin().post(STREAM, "text/plain", "Hello.\n"))).hasSize(1);
    }

    @Test
    public void aRequestIsAnsweredInItsTimeOrRefused() throws IOException {
        Map<String, String> inTime = Map.of("Content-Type", "application/json", "Request-Timeout", "20.5");
        Map<String, String> late = Map.of("Content-Type", "application/json", "Request-Timeout", "0.001");
        String text = "{\"text\":\"Hello there.\",\"language\":\"en\"}";
        String words = "Hello there, ".repeat(40_000);
        String longText = "{\"text\":\"" + words + "\",\"language\":\"en\"}";
        admin().send("POST", "/api/annotate", inTime, BodyPublishers.ofString(text))
                .json(200);
        admin().send("POST", "/api/annotate", late, BodyPublishers.ofString(longText))
                .problem(504);
        assertThat(admin().send(
                                "POST",
                                "/api/annotate/batch",
                                late,
                                BodyPublishers.ofString("{\"documents\":[{\"id\":\"a\",\"text\":\"" + words + "\"}]}"))
                        .json(200)
                        .at("/errors/0/type")
                        .asText())
                .isEqualTo("timed_out");
        List<JsonNode> lines = lines(admin().send(
                        "POST",
                        STREAM,
                        Map.of("Content-Type", "text/plain", "Request-Timeout", "0.001"),
                        BodyPublishers.ofString(words)));
        assertThat(lines.get(0).at("/error/type").asText()).isEqualTo("timed_out");
        JsonNode problem = admin().send(
                        "POST",
                        "/api/annotate",
                        Map.of("Content-Type", "application/json", "Request-Timeout", "soon"),
                        BodyPublishers.ofString(text))
                .problem(422);
        assertThat(problem.at("/errors/0/loc").toString()).isEqualTo("[\"header\",\"Request-Timeout\"]");
    }

    @Test
    public void refusesWhatIsInvalidBeforeItBegins() {
        JsonNode problem =
                admin().post(STREAM + "?layers=tokns&offsets=x", NDJSON, "{}\n").problem(422);
        assertThat(problem.at("/errors/0/loc").toString()).isEqualTo("[\"query\",\"layers\",0]");
        assertThat(problem.at("/errors/1/loc").toString()).isEqualTo("[\"query\",\"offsets\"]");
        admin().post(STREAM, "application/json", "{}").problem(415);
        admin().post(STREAM, "text/plain; charset=iso-8859-1", "a").problem(415);
        admin().get(STREAM).problem(405);
        nobody().post(STREAM, NDJSON, "{}\n").problem(401);
    }
}

package io.bouquet.tagging.rest.internal;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bouquet.accounts.Caller;
import io.bouquet.common.json.BundleJson;
import io.bouquet.web.socket.SocketSession;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LiveTextTest {
    private final ObjectMapper json = BundleJson.strict().build();
    private final StubBroker broker = new StubBroker();
    private final List<JsonNode> sent = new ArrayList<>();
    /** Runs what waits, one after the other, when the test says so. */
    private final Queue<Runnable> work = new ArrayDeque<>();

    private final LiveText live = new LiveText(StubBroker.annotator(broker), json, new Session(), work::add);

    private final class Session implements SocketSession {
        @Override
        public CompletionStage<Void> send(String text) {
            try {
                sent.add(json.readTree(text));
            } catch (IOException e) {
                throw new AssertionError(e);
            }
            return CompletableFuture.completedStage(null);
        }

        @Override
        public CompletionStage<Void> send(ByteBuffer bytes) {
            throw new AssertionError();
        }

        @Override
        public void close(int code, String reason) {}

        @Override
        public boolean isOpen() {
            return true;
        }

        @Override
        public boolean isEnding() {
            return false;
        }

        @Override
        public Caller caller() {
            throw new AssertionError();
        }

        @Override
        public Map<String, List<String>> parameters() {
            return Map.of();
        }
    }

    private CompletableFuture<?> type(Object id, String text) {
        return live.text("{\"id\":" + id + ",\"text\":\"" + text + "\",\"layers\":[\"tokens\"],\"language\":\"en\"}")
                .toCompletableFuture();
    }

    private void runAll() {
        for (Runnable next = work.poll(); next != null; next = work.poll()) {
            next.run();
        }
    }

    @Test
    void answersWithIdLayersAndGeneration() {
        CompletableFuture<?> answered = type(1, "Hello");
        assertThat(answered).isNotDone();
        runAll();
        assertThat(answered).isCompleted();
        JsonNode answer = sent.get(0);
        assertThat(answer.path("id").longValue()).isEqualTo(1);
        assertThat(answer.path("layers").path("tokens")).hasSize(1);
        assertThat(answer.path("generation").path("id").asInt()).isEqualTo(3);
        assertThat(answer.path("language").asText()).isEqualTo("en");
    }

    @Test
    void theNewestVersionReplacesOneThatWaits() {
        List<CompletableFuture<?>> answered = new ArrayList<>();
        for (int i = 1; i <= 5; i++) {
            answered.add(type(i, "t".repeat(i)));
        }
        assertThat(sent).extracting(one -> one.path("id").asInt()).containsExactly(2, 3, 4);
        assertThat(sent).allMatch(one -> one.path("skipped").asBoolean() && one.size() == 2);
        runAll();
        assertThat(sent).extracting(one -> one.path("id").asInt()).containsExactly(2, 3, 4, 1, 5);
        assertThat(broker.asked).extracting(request -> request.text().length()).containsExactly(1, 5);
        assertThat(answered).allMatch(CompletableFuture::isDone);
        type("\"last\"", "more");
        runAll();
        assertThat(sent.get(5).path("id").asText()).isEqualTo("last");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"id\":1,\"text\":\"\"}|1|string_too_short|text",
                "{\"id\":1}|1|missing|text",
                "{\"id\":1,\"text\":\"a\",\"layers\":[\"nothing\"]}|1|enum|layers",
                "{\"text\":\"a\"}||missing|id",
                "{\"id\":1.5,\"text\":\"a\"}||string_type|id",
                "{\"id\":1,\"text\":||json_invalid|body",
                "[]||model_attributes_type|body",
            })
    void answersAnErrorAndGoesOn(String message, Integer id, String type, String place) {
        live.text(message);
        runAll();
        assertThat(sent).hasSize(1);
        JsonNode error = sent.get(0).path("error");
        assertThat(error.path("type").asText()).isEqualTo(type);
        assertThat(error.path("loc").toString()).contains(place);
        assertThat(sent.get(0).has("id")).isEqualTo(id != null);
        type(2, "well");
        runAll();
        assertThat(sent.get(1).path("layers").path("tokens")).hasSize(1);
    }

    @Test
    void saysThatTheBrokerIsOverloaded() {
        broker.refusal = request -> StubBroker.overloaded();
        type(7, "text");
        runAll();
        assertThat(sent.get(0).path("error").path("type").asText()).isEqualTo("unavailable");
    }
}

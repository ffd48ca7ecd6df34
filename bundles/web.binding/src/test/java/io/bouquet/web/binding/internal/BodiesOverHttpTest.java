package io.bouquet.web.binding.internal;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import javax.ws.rs.Consumes;
import javax.ws.rs.POST;
import javax.ws.rs.Path;
import javax.ws.rs.Produces;
import javax.ws.rs.core.MediaType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BodiesOverHttpTest {
    private static TestServer server;

    @BeforeAll
    static void start() throws Exception {
        server = new TestServer(new Notes());
    }

    @AfterAll
    static void stop() throws Exception {
        server.stop();
    }

    @Test
    void saysWhereABodyStopsBeingJson() throws Exception {
        JsonNode problem = problem(postNote("{\"text\":\"a\",\n oops}"));
        assertThat(problem.path("status").asInt()).isEqualTo(400);
        JsonNode error = problem.path("errors").path(0);
        assertThat(error.path("type").asText()).isEqualTo("json_invalid");
        assertThat(error.path("ctx").path("line").asInt()).isEqualTo(2);
        assertThat(error.path("ctx").path("column").asInt()).isEqualTo(2);
        assertThat(error.path("ctx").path("offset").asInt()).isBetween(13, 14);
    }

    @Test
    void refusesJsonThatGoesOnAfterItsEnd() throws Exception {
        assertThat(postNote("{\"text\":\"a\"} {}").statusCode()).isEqualTo(400);
    }

    @Test
    void refusesAMemberThatIsThereTwice() throws Exception {
        HttpResponse<String> answer = postNote("{\"text\":\"a\",\"text\":\"b\"}");
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("Duplicate field 'text'");
    }

    @Test
    void refusesJsonThatIsNestedWithoutEnd() throws Exception {
        assertThat(postNote("[".repeat(100_000)).statusCode()).isEqualTo(400);
        assertThat(postNote("{\"text\":" + "[".repeat(5_000) + "]".repeat(5_000) + "}")
                        .statusCode())
                .isEqualTo(400);
    }

    @Test
    void refusesBytesThatAreNoUtf8() throws Exception {
        HttpResponse<String> answer = server.send(server.request("/notes")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofByteArray(new byte[] {'"', (byte) 0xFF, '"'})));
        assertThat(problem(answer).path("status").asInt()).isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0000007b00", "7b0000002200", "0000fe7b", "0011ffff00110000", "feff007b00"})
    void refusesBytesThatAreNoTextInTheirEncoding(String hex) throws Exception {
        HttpResponse<String> answer = server.send(server.request("/notes")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofByteArray(HexFormat.of().parseHex(hex))));
        assertThat(problem(answer).path("status").asInt()).isEqualTo(400);
    }

    @Test
    void listsTheFirstHundredErrorsOfAHostileBody() throws Exception {
        HttpResponse<String> answer = post("/notes/all", "application/json", "[" + "1,".repeat(400_000) + "1]");
        JsonNode problem = problem(answer);
        assertThat(problem.path("status").asInt()).isEqualTo(422);
        assertThat(problem.path("errors")).hasSize(100);
        assertThat(problem.path("detail").asText())
                .isEqualTo("more than 100 values do not fit; the first 100 are listed");
    }

    @Test
    void saysAllThatDoesNotFitAtOnce() throws Exception {
        JsonNode problem = problem(postNote("{\"text\":7,\"more\":1}"));
        assertThat(problem.path("status").asInt()).isEqualTo(422);
        assertThat(problem.path("errors")).hasSize(2);
        assertThat(problem.path("detail").asText()).isEqualTo("2 values do not fit");
    }

    @Test
    void answersAlsoWhereTheCallersOwnWordsHaveNoUtf8Form() throws Exception {
        HttpResponse<String> answer = postNote("{\"text\":\"a\",\"\\ud800\":\"\\udc00\"}");
        assertThat(answer.statusCode()).isEqualTo(422);
        problem(answer);
    }

    @Test
    void readsAndWritesRecordsAndTimes() throws Exception {
        HttpResponse<String> answer = postNote("{\"text\":\"grün 😀\",\"at\":\"2026-01-31T12:00:00Z\"}");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(new JsonMapper().readTree(answer.body()))
                .isEqualTo(new JsonMapper()
                        .createObjectNode()
                        .put("text", "grün 😀")
                        .put("at", "2026-01-31T12:00:00Z"));
    }

    private static HttpResponse<String> post(String path, String type, String body) throws Exception {
        return server.send(server.request(path).header("Content-Type", type).POST(BodyPublishers.ofString(body)));
    }

    private static HttpResponse<String> postNote(String body) throws Exception {
        return post("/notes", "application/json", body);
    }

    private static JsonNode problem(HttpResponse<String> answer) throws Exception {
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
        JsonNode problem = new JsonMapper().readTree(answer.body());
        assertThat(problem.path("status").asInt()).isEqualTo(answer.statusCode());
        assertThat(problem.path("title").asText()).isNotBlank();
        return problem;
    }

    record Note(String text, Instant at) {}

    /** Gives back what it gets. */
    @Path("notes")
    @Consumes(MediaType.APPLICATION_JSON)
    @Produces(MediaType.APPLICATION_JSON)
    public static final class Notes {
        @POST
        public Note note(Note note) {
            return note;
        }

        @POST
        @Path("all")
        public Note notes(List<Note> notes) {
            return notes.get(0);
        }
    }
}

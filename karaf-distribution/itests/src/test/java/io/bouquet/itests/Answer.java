package io.bouquet.itests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.net.http.HttpHeaders;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** What came over HTTP. */
record Answer(int status, HttpHeaders headers, String body) {
    private static final JsonMapper JSON = new JsonMapper();
    private static final Pattern INTERNALS =
            Pattern.compile("\\bat [a-z]+\\.|Exception|Caused by|\\b(java|javax|org|com|io)\\.[a-z]+\\.[A-Za-z]");

    String header(String name) {
        return headers.firstValue(name).orElse("");
    }

    JsonNode json() {
        try {
            return JSON.readTree(body);
        } catch (JsonProcessingException e) {
            throw new AssertionError("no JSON in " + this, e);
        }
    }

    /** The JSON of an answer that must have this status. */
    JsonNode json(int expectedStatus) {
        assertThat(status).as("%s", this).isEqualTo(expectedStatus);
        return json();
    }

    /** The JSON of an answer that must be an RFC 9457 problem, and must show nothing of the inside. */
    JsonNode problem(int expectedStatus) {
        JsonNode problem = json(expectedStatus);
        assertThat(header("Content-Type")).as("%s", this).startsWith("application/problem+json");
        assertThat(problem.path("status").asInt()).isEqualTo(expectedStatus);
        assertThat(problem.path("type").asText()).isNotEmpty();
        assertThat(problem.path("title").asText()).isNotEmpty();
        assertThat(problem.path("detail").asText()).isNotEmpty();
        assertThat(body).doesNotContainPattern(INTERNALS);
        return problem;
    }

    /** Type and location of each error of a 422: {@code int_parsing [query,limit]}. */
    List<String> errors() {
        List<String> errors = new ArrayList<>();
        problem(422)
                .path("errors")
                .forEach(error -> errors.add(error.path("type").asText() + " "
                        + error.path("loc").toString().replace("\"", "")));
        return errors;
    }
}

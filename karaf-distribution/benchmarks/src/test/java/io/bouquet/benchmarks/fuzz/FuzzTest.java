package io.bouquet.benchmarks.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class FuzzTest {
    private static final ApiDocument DOCUMENT = ApiDocument.of("""
            {"openapi": "3.1.0", "paths": {
              "/api/things": {"post": {
                "requestBody": {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/Thing"}}}},
                "security": [{"basic": []}],
                "responses": {
                  "200": {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/Thing"}}}},
                  "4XX": {"content": {"application/problem+json": {"schema": {"type": "object"}}}}}}},
              "/api/plugins/{name}": {"delete": {
                "parameters": [{"name": "plan", "in": "query", "schema": {"type": "boolean"}}],
                "responses": {"204": {}}}}},
             "components": {"schemas": {"Thing": {
               "type": "object", "required": ["size"],
               "properties": {"size": {"type": "integer", "minimum": 1, "maximum": 5}, "text": {"type": "string"}}}}}}
            """);

    private static Requests requests() {
        return new Requests(1, DOCUMENT, List.of("/api/plugins/{name}"), Map.of(Role.USER, "Basic x"), new Known());
    }

    private static String text(Sent sent) {
        return new String(sent.bytes(), StandardCharsets.ISO_8859_1);
    }

    private static String wrong(Role role, int status, String type, String body) {
        Sent sent =
                new Sent(0, role, DOCUMENT.operation("POST", "/api/things"), "POST", "/api/things", false, new byte[0]);
        return Judge.wrong(sent, new Received(status, Map.of("content-type", type, "x-request-id", "1"), body));
    }

    @Test
    void makesTheSameRequestFromASeedAndANumber() {
        for (long number = 0; number < 200; number++) {
            assertThat(requests().make(7, number).bytes())
                    .isEqualTo(requests().make(7, number).bytes());
        }
        assertThat(LongStream.range(0, 200)
                        .mapToObj(number -> text(requests().make(7, number)))
                        .distinct())
                .hasSizeGreaterThan(150);
    }

    @Test
    void sendsNoChangeOfPluginsThatIsNotPlanned() {
        assertThat(LongStream.range(0, 2_000).mapToObj(number -> requests().make(7, number)))
                .filteredOn(sent -> text(sent).contains("/api/plugins"))
                .isNotEmpty()
                .allSatisfy(sent -> assertThat(text(sent)).contains("?plan=true"));
    }

    @Test
    void acceptsWhatTheDocumentSays() {
        assertThat(wrong(Role.USER, 200, "application/json", "{\"size\": 5}")).isEmpty();
        assertThat(wrong(Role.USER, 404, "application/problem+json", "{}")).isEmpty();
        assertThat(wrong(Role.NOBODY, 401, "application/problem+json", "{}")).isEmpty();
    }

    @Test
    void refusesWhatTheDocumentDoesNotSay() {
        assertThat(wrong(Role.USER, 200, "application/json", "{\"size\": 6}")).contains("breaks its schema", "maximum");
        assertThat(wrong(Role.USER, 200, "application/json", "{\"size\": 5, \"more\": 1}"))
                .contains("more");
        assertThat(wrong(Role.USER, 200, "application/json", "{")).contains("broken JSON");
        assertThat(wrong(Role.USER, 200, "text/plain", "a")).contains("has no text/plain");
        assertThat(wrong(Role.USER, 201, "application/json", "{\"size\": 5}")).contains("has no status 201");
        assertThat(wrong(Role.USER, 500, "application/problem+json", "{}")).contains("status 500");
        assertThat(wrong(Role.USER, 404, "application/problem+json", "{\"detail\": \"NullPointerException\"}"))
                .contains("shows its inside");
        assertThat(wrong(Role.NOBODY, 200, "application/json", "{\"size\": 5}")).contains("answered to NOBODY");
    }

    @Test
    void learnsTheNewestNamesOfACollection() {
        Known known = new Known();
        Chance chance = new Chance(1, 1);
        assertThat(known.pick("/api/things/{id}", chance)).isEmpty();
        known.learn(
                "/api/things",
                Judge.json("{\"things\": [{\"id\": \"a\", \"part\": {\"id\": \"b\"}}]}")
                        .orElseThrow());
        assertThat(known.pick("/api/things/{id}", chance)).isEqualTo(Optional.of("a"));
        for (int i = 0; i < 20; i++) {
            known.learn("/api/things", Judge.json("{\"id\": \"" + i + "\"}").orElseThrow());
        }
        assertThat(known.pick("/api/things/{id}/parts", chance).map(Integer::valueOf))
                .hasValueSatisfying(newest -> assertThat(newest).isGreaterThan(11));
    }
}

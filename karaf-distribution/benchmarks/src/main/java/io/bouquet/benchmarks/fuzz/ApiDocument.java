package io.bouquet.benchmarks.fuzz;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** The operations of an OpenAPI 3.1 document. */
final class ApiDocument {
    private static final Set<String> METHODS = Set.of("get", "put", "post", "delete", "options", "head", "patch");

    private final JsonNode document;
    private final Map<JsonNode, AnswerSchema> schemas = new LinkedHashMap<>();
    private final Map<String, Operation> operations = new TreeMap<>();

    /** @param in {@code path}, {@code query}, {@code header} or {@code cookie} */
    record Parameter(String in, String name, boolean required, JsonNode schema) {}

    /** @param headers those that the answer must have */
    record Response(Map<String, AnswerSchema> bodies, List<String> headers) {}

    /**
     * @param isPublic  whether it needs no account
     * @param isLimited whether it needs an account of a certain group
     * @param bodies    schema of the request body by media type
     * @param responses by status, or by a range such as {@code 4XX}
     */
    record Operation(
            String method,
            String path,
            boolean isPublic,
            boolean isLimited,
            List<Parameter> parameters,
            Map<String, JsonNode> bodies,
            Map<String, Response> responses) {

        Optional<Response> response(int status) {
            Response exact = responses.get(String.valueOf(status));
            return Optional.ofNullable(exact == null ? responses.get(status / 100 + "XX") : exact);
        }

        @Override
        public String toString() {
            return method + " " + path;
        }
    }

    private ApiDocument(JsonNode document) {
        this.document = document;
        document.path("paths").properties().forEach(path -> path.getValue().properties().stream()
                .filter(member -> METHODS.contains(member.getKey()))
                .map(member -> operation(member.getKey(), path.getKey(), path.getValue(), member.getValue()))
                .forEach(operation -> operations.put(operation.toString(), operation)));
    }

    /** @throws IllegalArgumentException if it is no JSON or describes no operation */
    static ApiDocument of(String json) {
        try {
            ApiDocument document = new ApiDocument(new JsonMapper().readTree(json));
            if (document.operations.isEmpty()) {
                throw new IllegalArgumentException("the document describes no operation");
            }
            return document;
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("the document is no JSON: " + e.getMessage(), e);
        }
    }

    List<Operation> operations() {
        return List.copyOf(operations.values());
    }

    Optional<Operation> operation(String method, String path) {
        return Optional.ofNullable(operations.get(method + " " + path));
    }

    /** The node itself, or what it refers to. */
    JsonNode resolve(JsonNode node) {
        JsonNode here = node;
        while (here.has("$ref")) {
            here = document.at(here.path("$ref").asText().substring(1));
        }
        return here;
    }

    private Operation operation(String method, String path, JsonNode item, JsonNode operation) {
        List<Parameter> parameters = new ArrayList<>();
        for (JsonNode list : List.of(item.path("parameters"), operation.path("parameters"))) {
            for (JsonNode one : list) {
                JsonNode parameter = resolve(one);
                parameters.add(new Parameter(
                        parameter.path("in").asText(),
                        parameter.path("name").asText(),
                        parameter.path("required").asBoolean(),
                        parameter.path("schema")));
            }
        }
        Map<String, JsonNode> bodies = new LinkedHashMap<>();
        resolve(operation.path("requestBody"))
                .path("content")
                .properties()
                .forEach(body -> bodies.put(body.getKey(), body.getValue().path("schema")));
        Map<String, Response> responses = new TreeMap<>();
        operation
                .path("responses")
                .properties()
                .forEach(response -> responses.put(response.getKey(), response(resolve(response.getValue()))));
        return new Operation(
                method.toUpperCase(Locale.ROOT),
                path,
                operation.path("security").isEmpty(),
                operation.has("x-roles"),
                List.copyOf(parameters),
                bodies,
                responses);
    }

    private Response response(JsonNode response) {
        Map<String, AnswerSchema> bodies = new LinkedHashMap<>();
        response.path("content")
                .properties()
                .forEach(body -> bodies.put(
                        body.getKey(),
                        schemas.computeIfAbsent(
                                body.getValue().path("schema"),
                                schema -> new AnswerSchema(schema, document.path("components")))));
        List<String> headers = new ArrayList<>();
        response.path("headers").fieldNames().forEachRemaining(headers::add);
        return new Response(bodies, List.copyOf(headers));
    }
}

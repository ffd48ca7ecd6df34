package io.bouquet.web.openapi;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Set;

/** Writes what all refusals have in common: problems of RFC 9457. */
final class Problems {
    /** Names of the components by status. */
    static final Map<String, String> NAMES = Map.of(
            "400", "BadRequest",
            "401", "Unauthorized",
            "403", "Forbidden",
            "404", "NotFound",
            "422", "UnprocessableContent",
            "4XX", "Refused",
            "503", "ServiceUnavailable");

    private static final Map<String, String> TEXTS = Map.of(
            "400", "The request cannot be read",
            "401", "The request needs an account, or its credentials are wrong",
            "403", "The account or token may not do this",
            "404", "There is nothing at this path",
            "422", "Values of the request are invalid; all of them are listed",
            "4XX", "The request is refused for another reason",
            "503", "Temporarily not available; try again after the seconds of `Retry-After`");
    private static final String PROBLEM = "Problem";
    private static final String ERROR = "FieldError";
    private static final String SCHEMAS = "#/components/schemas/";

    private Problems() {}

    /** Names of schemas that types of plugins cannot have. */
    static Set<String> reserved() {
        return Set.of(PROBLEM, ERROR);
    }

    static void responses(ObjectNode responses) {
        NAMES.entrySet().stream()
                .sorted(Map.Entry.comparingByValue())
                .forEach(one -> addTo(
                        one.getKey(), responses.putObject(one.getValue()).put("description", TEXTS.get(one.getKey()))));
    }

    /** Adds the problem to the answer with a status: whatever a resource declares, the platform may refuse the request. */
    static void addTo(String status, ObjectNode response) {
        if (response.has("$ref")) {
            return;
        }
        if (status.equals("503")) {
            response.withObject("/headers/Retry-After")
                    .put("description", "Seconds")
                    .putObject("schema")
                    .put("type", "integer");
        }
        response.withObject("/content")
                .withObjectProperty("application/problem+json")
                .withObjectProperty("schema")
                .put("$ref", SCHEMAS + PROBLEM);
    }

    static void schemas(Map<String, ObjectNode> schemas, ObjectNode any) {
        ObjectNode problem = any.objectNode().put("type", "object").put("description", "A problem of RFC 9457");
        ObjectNode properties = problem.putObject("properties");
        text(properties, "type", "A URI; `about:blank` if the status says it all");
        text(properties, "title", "The name of the status");
        properties.putObject("status").put("type", "integer").put("description", "The HTTP status");
        text(properties, "detail", "What happened, and a way out");
        text(properties, "instance", "A URN with the id of the request, which the log has, too");
        properties
                .putObject("errors")
                .put("type", "array")
                .put("description", "All invalid values of the request")
                .putObject("items")
                .put("$ref", SCHEMAS + ERROR);
        problem.putArray("required").add("type").add("title").add("status").add("detail");
        schemas.put(PROBLEM, problem);

        ObjectNode error = any.objectNode().put("type", "object").put("description", "One invalid value of a request");
        ObjectNode parts = error.putObject("properties");
        text(parts, "type", "The kind of error in Pydantic's vocabulary, such as `missing`");
        ObjectNode steps = parts.putObject("loc")
                .put("type", "array")
                .put("description", "The location; indexes of lists are numbers")
                .putObject("items");
        ArrayNode step = steps.putArray("anyOf");
        step.addObject().put("type", "string");
        step.addObject().put("type", "integer");
        text(parts, "msg", "For people; continues the location: `must be a string`");
        parts.putObject("input").put("description", "The invalid value, shortened");
        parts.putObject("ctx")
                .put("type", "object")
                .put("description", "The violated limits by name")
                .put("additionalProperties", true);
        error.putArray("required").add("type").add("loc").add("msg");
        ObjectNode example = error.putArray("examples").addObject().put("type", "missing");
        example.putArray("loc").add("body").add("text");
        example.put("msg", "is required");
        schemas.put(ERROR, error);
    }

    private static void text(ObjectNode properties, String name, String description) {
        properties.putObject(name).put("type", "string").put("description", description);
    }
}

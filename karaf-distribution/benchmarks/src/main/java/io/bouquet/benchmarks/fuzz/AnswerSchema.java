package io.bouquet.benchmarks.fuzz;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.util.List;

/** The schema of an answer, by JSON Schema 2020-12. Members that it does not name are errors. */
final class AnswerSchema {
    private static final SchemaRegistry SCHEMAS = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);
    private static final int MOST_ERRORS = 3;

    private final JsonNode source;
    private final Schema schema;

    /** @param components of the document, which the schema refers to */
    AnswerSchema(JsonNode schema, JsonNode components) {
        this.source = schema;
        ObjectNode whole = schema.isObject() ? schema.deepCopy() : schema.require();
        whole.set("components", components.deepCopy());
        close(whole);
        this.schema = SCHEMAS.getSchema(whole);
    }

    /** Whether the document says nothing about the answer. */
    boolean isEmpty() {
        return source.isEmpty();
    }

    boolean isText() {
        return source.path("type").asText().equals("string");
    }

    List<String> errors(JsonNode answer) {
        return schema
                .validate(answer, context -> context.executionConfig(config -> config.formatAssertionsEnabled(true)))
                .stream()
                .limit(MOST_ERRORS)
                .map(error -> error.getInstanceLocation() + " " + error.getMessage())
                .toList();
    }

    private static void close(JsonNode node) {
        node.forEach(AnswerSchema::close);
        if (node instanceof ObjectNode object
                && object.path("properties").isObject()
                && !object.has("additionalProperties")) {
            object.put("additionalProperties", false);
        }
    }
}

package io.bouquet.web.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Validates documents against the schema of OpenAPI 3.1, which is https://spec.openapis.org/oas/3.1/schema/2026-08-03. */
final class OpenApiSchema {
    private static final SchemaRegistry SCHEMAS = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);
    private static final Schema OPENAPI =
            SCHEMAS.getSchema(OpenApiSchema.class.getResourceAsStream("/openapi-3.1.json"), InputFormat.JSON);
    private static final Schema JSON_SCHEMA =
            SCHEMAS.getSchema(SchemaLocation.of("https://json-schema.org/draft/2020-12/schema"));

    private OpenApiSchema() {}

    static List<String> errors(JsonNode document) {
        List<String> errors = new ArrayList<>();
        OPENAPI.validate(document).forEach(error -> errors.add(error.toString()));
        document.at("/components/schemas").properties().forEach(one -> JSON_SCHEMA
                .validate(one.getValue())
                .forEach(error -> errors.add(one.getKey() + ": " + error)));
        for (String reference : document.findValuesAsText("$ref")) {
            if (document.at(reference.substring(1)).isMissingNode()) {
                errors.add("nothing is at " + reference);
            }
        }
        Set<String> ids = new HashSet<>();
        document.findValuesAsText("operationId").stream()
                .filter(id -> !ids.add(id))
                .forEach(id -> errors.add("two operations have the id " + id));
        return errors;
    }
}

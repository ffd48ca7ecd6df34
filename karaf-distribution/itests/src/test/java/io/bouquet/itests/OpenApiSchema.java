package io.bouquet.itests;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Validates documents against the schema of OpenAPI 3.1, which is https://spec.openapis.org/oas/3.1/schema/2026-08-03. */
final class OpenApiSchema {
    private static final SchemaRegistry SCHEMAS = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);
    private static final Schema OPENAPI = SCHEMAS.getSchema(read(), InputFormat.JSON);
    private static final Schema JSON_SCHEMA =
            SCHEMAS.getSchema(SchemaLocation.of("https://json-schema.org/draft/2020-12/schema"));

    private OpenApiSchema() {}

    /** Reads the copy that the unit tests have. */
    private static String read() {
        try {
            return Files.readString(Path.of(System.getProperty("bouquet.bundles"))
                    .resolve("web.openapi/src/test/resources/openapi-3.1.json"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

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

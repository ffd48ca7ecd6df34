package io.bouquet.web.openapi;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;

/** Reads Swagger's annotation {@code @Schema}. */
final class SwaggerSchemas {
    private SwaggerSchemas() {}

    static boolean requires(Notes notes) {
        Note schema = notes.swagger("media.Schema");
        return schema != null
                && (schema.flag("required") || schema.constant("requiredMode").equals("REQUIRED"));
    }

    /** Adds the keywords that limit values. */
    static void apply(Note note, ObjectNode schema) {
        text(note, "format", "format", schema);
        text(note, "pattern", "pattern", schema);
        if (!note.text("type").isEmpty() && !schema.has("$ref")) {
            schema.put("type", note.text("type"));
        }
        number(note, "minimum", note.flag("exclusiveMinimum") ? "exclusiveMinimum" : "minimum", schema);
        number(note, "maximum", note.flag("exclusiveMaximum") ? "exclusiveMaximum" : "maximum", schema);
        if (note.number("minLength", 0) > 0) {
            schema.put("minLength", note.number("minLength", 0));
        }
        if (note.number("maxLength", Integer.MAX_VALUE) < Integer.MAX_VALUE) {
            schema.put("maxLength", note.number("maxLength", 0));
        }
        if (!note.texts("allowableValues").isEmpty()) {
            ArrayNode all = schema.putArray("enum");
            note.texts("allowableValues").forEach(all::add);
        }
    }

    /** Adds what people read. */
    static void describe(Note note, ObjectNode schema, Schemas schemas) {
        text(note, "title", "title", schema);
        if (!note.text("example").isEmpty()) {
            schema.putArray("examples").add(schemas.literal(note.text("example"), schema));
        }
        if (!note.text("defaultValue").isEmpty()) {
            schema.set("default", schemas.literal(note.text("defaultValue"), schema));
        }
        switch (note.constant("accessMode")) {
            case "READ_ONLY" -> schema.put("readOnly", true);
            case "WRITE_ONLY" -> schema.put("writeOnly", true);
            default -> {
                // both ways
            }
        }
    }

    private static void text(Note note, String attribute, String keyword, ObjectNode schema) {
        if (!note.text(attribute).isEmpty()) {
            schema.put(keyword, note.text(attribute));
        }
    }

    private static void number(Note note, String attribute, String keyword, ObjectNode schema) {
        BigDecimal number = Constraints.decimal(note.text(attribute));
        if (number != null) {
            schema.set(keyword, Constraints.node(number));
        }
    }
}

package io.bouquet.web.openapi;

import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bouquet.web.openapi.Input.Place;
import io.bouquet.web.openapi.Schemas.Mode;
import java.lang.reflect.AnnotatedType;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Writes what a method gets from a request: its parameters and its body. */
final class Requests {
    private static final Set<String> NEVER_DOCUMENTED = Set.of("accept", "content-type", "authorization");
    private static final String MULTIPART = "multipart/form-data";
    private static final String FORM = "application/x-www-form-urlencoded";

    private final Schemas schemas;
    private final Answers answers;

    Requests(Schemas schemas, Answers answers) {
        this.schemas = schemas;
        this.answers = answers;
    }

    /** Returns the parameters, each once. */
    ArrayNode parameters(List<Input> inputs, PathTemplate template, Notes notes) {
        ArrayNode all = schemas.node().arrayNode();
        read(inputs, template).forEach(input -> all.add(parameter(input, template)));
        notes.repeated("Parameter", "Parameters").stream()
                .filter(note ->
                        !note.text("name").isEmpty() && !note.constant("in").isEmpty())
                .forEach(note -> all.add(parameter(note)));
        return all;
    }

    /** Returns the parameters that methods read, with those of the path that no method reads. */
    private Collection<Input> read(List<Input> inputs, PathTemplate template) {
        Map<String, Input> parameters = new LinkedHashMap<>();
        for (String name : template.expressions().keySet()) {
            parameters.put(
                    Place.PATH + name, new Input(Place.PATH, name, schemas.type(String.class), null, Notes.NONE, ""));
        }
        for (Input input : inputs) {
            boolean isKnown =
                    switch (input.place()) {
                        case PATH -> template.expressions().containsKey(input.name());
                        case HEADER -> !NEVER_DOCUMENTED.contains(input.name().toLowerCase(Locale.ROOT));
                        case QUERY, COOKIE -> !input.name().isEmpty();
                        case FORM, BODY -> false;
                    };
            if (isKnown) {
                parameters.put(input.place() + input.name(), input);
            }
        }
        return parameters.values();
    }

    private ObjectNode parameter(Input input, PathTemplate template) {
        Note swagger = input.notes().swagger("Parameter");
        ObjectNode parameter = schemas.node()
                .put("name", input.name())
                .put("in", input.place().name().toLowerCase(Locale.ROOT));
        String text =
                swagger == null || swagger.text("description").isEmpty() ? input.text() : swagger.text("description");
        if (!text.isEmpty()) {
            parameter.put("description", text);
        }
        if (input.isRequired()) {
            parameter.put("required", true);
        }
        if (input.notes().isDeprecated()) {
            parameter.put("deprecated", true);
        }
        ObjectNode schema = value(input);
        String expression = template.expressions().getOrDefault(input.name(), "");
        if (input.place() == Place.PATH
                && !expression.isEmpty()
                && schema.path("type").asText().equals("string")) {
            Constraints.pattern(expression, schema);
        }
        parameter.set("schema", schema);
        if (swagger != null && !swagger.text("example").isEmpty()) {
            parameter.set("example", schemas.literal(swagger.text("example"), schema));
        }
        return parameter;
    }

    /** Returns a parameter that the method reads by itself, and that Swagger's annotation describes. */
    private ObjectNode parameter(Note note) {
        ObjectNode parameter = schemas.node()
                .put("name", note.text("name"))
                .put("in", note.constant("in").toLowerCase(Locale.ROOT));
        if (!note.text("description").isEmpty()) {
            parameter.put("description", note.text("description"));
        }
        if (note.flag("required")) {
            parameter.put("required", true);
        }
        ObjectNode schema = schemas.node().put("type", "string");
        Note declared = note.note("schema");
        if (declared != null) {
            SwaggerSchemas.apply(declared, schema);
            SwaggerSchemas.describe(declared, schema, schemas);
        }
        parameter.set("schema", schema);
        return parameter;
    }

    /** Returns the schema of a parameter or form field: types that JAX-RS makes of a text are strings. */
    private ObjectNode value(Input input) {
        JavaType type = input.type();
        AnnotatedType annotated = input.annotated();
        Notes notes = input.notes();
        if (type.getRawClass() == Optional.class && type.containedTypeCount() > 0) {
            type = type.containedType(0);
            annotated = Schemas.argument(annotated, 0);
            notes = notes.and(Notes.of(annotated));
        }
        boolean isFile = type.getRawClass() == byte[].class;
        boolean isMany = type.isCollectionLikeType() || type.isArrayType() && !isFile;
        Class<?> raw = (isMany ? type.getContentType() : type).getRawClass();
        ObjectNode schema;
        if (isFile) {
            schema = schemas.node().put("type", "string").put("format", "binary");
        } else if (SimpleTypes.schema(raw) != null || raw.isEnum()) {
            schema = schemas.of(type, annotated, notes, Mode.INPUT);
        } else {
            schema = schemas.node().put("type", isMany ? "array" : "string");
            if (isMany) {
                schema.putObject("items").put("type", "string");
            }
            Constraints.apply(notes, schema);
        }
        // a parameter that is missing is missing, and not null
        if (schema.path("type").isArray()) {
            schema.set("type", schema.path("type").path(0));
        }
        Note swagger = notes.swagger("Parameter");
        Note limits = swagger == null ? null : swagger.note("schema");
        if (limits != null) {
            SwaggerSchemas.apply(limits, schema);
        }
        schemas.standard(notes, schema);
        return schema;
    }

    /** Returns the body of a request; null if it has none. */
    @Nullable
    ObjectNode body(List<Input> inputs, Notes notes, List<String> consumes) {
        List<Input> fields =
                inputs.stream().filter(input -> input.place() == Place.FORM).toList();
        Input whole = inputs.stream()
                .filter(input -> input.place() == Place.BODY)
                .findFirst()
                .orElse(null);
        if (whole == null && fields.isEmpty()) {
            return null;
        }
        ObjectNode request = schemas.node();
        String text = whole == null ? "" : whole.text();
        Note swagger = notes.swagger("parameters.RequestBody");
        Note ofParameter = whole == null ? null : whole.notes().swagger("parameters.RequestBody");
        Note described = ofParameter == null ? swagger : ofParameter;
        if (described != null && !described.text("description").isEmpty()) {
            text = described.text("description");
        }
        if (!text.isEmpty()) {
            request.put("description", text);
        }
        ObjectNode content = request.putObject("content");
        if (whole == null) {
            form(fields, consumes, content);
        } else {
            whole(whole, consumes, content);
        }
        if (described != null) {
            for (Note one : described.notes("content")) {
                for (String type : one.text("mediaType").isEmpty() ? consumes : List.of(one.text("mediaType"))) {
                    answers.content(one, Mode.INPUT, content.withObjectProperty(type));
                }
            }
        }
        boolean isBytes = whole != null && SimpleTypes.isBinary(whole.type().getRawClass());
        if (!isBytes || described != null && described.flag("required")) {
            request.put("required", true);
        }
        return request;
    }

    private void form(List<Input> fields, List<String> consumes, ObjectNode content) {
        ObjectNode form = schemas.node().put("type", "object");
        ObjectNode properties = form.putObject("properties");
        ArrayNode required = schemas.node().arrayNode();
        boolean hasFile = false;
        for (Input field : fields) {
            ObjectNode schema = value(field);
            schemas.describe(schema, field.notes(), field.text());
            properties.set(field.name(), schema);
            hasFile |= SimpleTypes.isBinary(field.type().getRawClass());
            if (field.isRequired()) {
                required.add(field.name());
            }
        }
        if (!required.isEmpty()) {
            form.set("required", required);
        }
        for (String type : consumes.isEmpty() ? List.of(hasFile ? MULTIPART : FORM) : consumes) {
            content.putObject(type).set("schema", form.deepCopy());
        }
    }

    private void whole(Input whole, List<String> consumes, ObjectNode content) {
        Class<?> raw = whole.type().getRawClass();
        boolean isText = CharSequence.class.isAssignableFrom(raw);
        boolean isBytes = SimpleTypes.isBinary(raw);
        String usual = isBytes ? "application/octet-stream" : isText ? "text/plain" : "application/json";
        for (String type : consumes.isEmpty() ? List.of(usual) : consumes) {
            ObjectNode schema;
            if (Answers.isJson(type)) {
                schema = isBytes
                        ? schemas.node()
                        : schemas.of(whole.type(), whole.annotated(), whole.notes(), Mode.INPUT);
            } else if (type.startsWith("multipart/") || type.equals(FORM) && !isText && !isBytes) {
                schema = schemas.node().put("type", "object");
            } else {
                schema = schemas.node().put("type", "string");
                if (isBytes && !type.startsWith("text/")) {
                    schema.put("format", "binary");
                }
            }
            content.putObject(type).set("schema", schema);
        }
    }
}

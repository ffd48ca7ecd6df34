package io.bouquet.web.openapi;

import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bouquet.web.openapi.Schemas.Mode;
import java.lang.reflect.AnnotatedParameterizedType;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.Method;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Writes the answers of a method: by its return type, and by Swagger's {@code @ApiResponse} of the method or its class. */
final class Answers {
    private static final Set<String> LATER = Set.of(
            "java.util.concurrent.CompletionStage",
            "java.util.concurrent.CompletableFuture",
            "java.util.concurrent.Future",
            "org.osgi.util.promise.Promise",
            "javax.ws.rs.core.GenericEntity");
    private static final Set<String> UNKNOWN = Set.of(
            "javax.ws.rs.core.Response", "java.lang.Object", "java.lang.Void", "javax.ws.rs.core.MultivaluedMap");
    private static final String EVENTS = "text/event-stream";
    private static final Set<String> JSON_LINES =
            Set.of("application/x-ndjson", "application/ndjson", "application/jsonl", "application/x-jsonlines");

    private final Schemas schemas;
    private final Docs docs;

    Answers(Schemas schemas, Docs docs) {
        this.schemas = schemas;
        this.docs = docs;
    }

    /** Writes the answers into the object {@code responses} of an operation. */
    void write(JaxRs.ResourceMethod method, JavaType owner, List<String> produces, ObjectNode responses) {
        Notes notes = method.notes();
        // a status of the method replaces that of the class
        List<Note> declared = new ArrayList<>(declared(Notes.of(owner.getRawClass())));
        List<Note> ofMethod = declared(notes);
        Note operation = notes.swagger("Operation");
        declared.addAll(operation != null && ofMethod.isEmpty() ? operation.notes("responses") : ofMethod);
        if (declared.stream().noneMatch(one -> one.text("responseCode").startsWith("2"))) {
            byReturnType(method, owner, produces, responses);
        }
        for (Note one : declared) {
            String code = one.text("responseCode");
            if (code.matches("[1-5](\\d\\d|XX)|default")) {
                declared(one, code, method, owner, produces, responses);
            }
        }
    }

    private static List<Note> declared(Notes notes) {
        return notes.repeated("responses.ApiResponse", "responses.ApiResponses");
    }

    private void byReturnType(
            JaxRs.ResourceMethod method, JavaType owner, List<String> produces, ObjectNode responses) {
        boolean sends = Arrays.stream(method.method().getParameterTypes())
                .map(Class::getName)
                .anyMatch(name -> name.equals("javax.ws.rs.sse.SseEventSink")
                        || name.equals("javax.ws.rs.container.AsyncResponse"));
        boolean isEmpty = method.method().getReturnType() == void.class && !sends;
        String text = text(method);
        String usual = isEmpty ? "204" : "200";
        Note status = method.notes().find("io.bouquet.web.Status");
        ObjectNode response = responses
                .putObject(status == null ? usual : Long.toString(status.number("value", 200)))
                .put("description", text.isEmpty() ? isEmpty ? "Done" : "OK" : text);
        if (!isEmpty) {
            content(response, method, owner, produces);
        }
    }

    private void declared(
            Note note,
            String code,
            JaxRs.ResourceMethod method,
            JavaType owner,
            List<String> produces,
            ObjectNode responses) {
        String text = note.text("description");
        ObjectNode response = responses.putObject(code).put("description", text.isEmpty() ? "Status " + code : text);
        List<Note> contents = note.notes("content");
        for (Note content : contents) {
            for (String type : content.text("mediaType").isEmpty() ? produces : List.of(content.text("mediaType"))) {
                content(content, Mode.OUTPUT, mediaType(response, type));
            }
        }
        boolean isReturned = code.startsWith("2") && !code.equals("204");
        if (contents.isEmpty() && isReturned) {
            content(response, method, owner, produces);
        }
    }

    private String text(JaxRs.ResourceMethod method) {
        String text = docs.ofReturn(method.method());
        return text.isEmpty() ? docs.ofReturn(method.declared()) : text;
    }

    private static ObjectNode mediaType(ObjectNode response, String type) {
        return response.withObject("/content").withObjectProperty(type);
    }

    /** Writes the schema and the examples of Swagger's {@code @Content}. */
    void content(Note content, Mode mode, ObjectNode mediaType) {
        Note schema = content.note("schema");
        Note array = content.note("array");
        Note items = array == null ? null : array.note("schema");
        Class<?> type = schema == null ? null : schema.type("implementation");
        Class<?> element = items == null ? null : items.type("implementation");
        List<Class<?>> choices = schema == null ? List.of() : schema.types("oneOf");
        if (!choices.isEmpty()) {
            ArrayNode all = mediaType.putObject("schema").putArray("oneOf");
            choices.forEach(one -> all.add(schemas.of(schemas.type(one), null, Notes.NONE, mode)));
        } else if (type != null) {
            mediaType.set("schema", schemas.of(schemas.type(type), null, Notes.NONE, mode));
        } else if (element != null) {
            ObjectNode list = mediaType.putObject("schema").put("type", "array");
            list.set("items", schemas.of(schemas.type(element), null, Notes.NONE, mode));
        } else if (schema != null) {
            ObjectNode own = schemas.node();
            SwaggerSchemas.apply(schema, own);
            SwaggerSchemas.describe(schema, own, schemas);
            mediaType.set("schema", own);
        }
        for (Note example : content.notes("examples")) {
            String name = example.text("name").isEmpty() ? "example" : example.text("name");
            ObjectNode one = mediaType.withObject("/examples").putObject(name);
            if (!example.text("summary").isEmpty()) {
                one.put("summary", example.text("summary"));
            }
            one.set("value", schemas.literal(example.text("value"), schemas.node()));
        }
    }

    private void content(ObjectNode response, JaxRs.ResourceMethod method, JavaType owner, List<String> produces) {
        Method declared = method.method();
        JavaType type = schemas.type(declared.getGenericReturnType(), owner, declared.getDeclaringClass());
        AnnotatedType annotated = declared.getAnnotatedReturnType();
        while (LATER.contains(type.getRawClass().getName()) && type.containedTypeCount() > 0) {
            type = type.containedType(0);
            annotated = annotated instanceof AnnotatedParameterizedType parameterized
                    ? parameterized.getAnnotatedActualTypeArguments()[0]
                    : null;
        }
        Class<?> raw = type.getRawClass();
        List<String> types = produces.isEmpty() ? List.of(usual(raw)) : produces;
        for (String mediaType : types) {
            mediaType(response, mediaType).set("schema", schema(type, annotated, declared, mediaType));
        }
    }

    private ObjectNode schema(JavaType type, @Nullable AnnotatedType annotated, Method method, String mediaType) {
        Class<?> raw = type.getRawClass();
        boolean isJson = isJson(mediaType);
        if (UNKNOWN.contains(raw.getName()) || raw == void.class) {
            return mediaType.equals(EVENTS) ? schemas.node().put("type", "string") : schemas.node();
        }
        if (isBytes(raw)) {
            // what a stream contains is not known: JSON of any kind, or bytes
            return isJson
                    ? schemas.node()
                    : schemas.node().put("type", "string").put("format", "binary");
        }
        if (raw == Stream.class && JSON_LINES.contains(mediaType)) {
            // OpenAPI 3.1 has no schema for a sequence; this is that of each line
            return schemas.of(type.containedTypeOrUnknown(0), null, Notes.of(method), Mode.OUTPUT);
        }
        if (!isJson && !mediaType.equals("*/*")) {
            return schemas.node().put("type", "string");
        }
        return schemas.of(type, annotated, Notes.of(method), Mode.OUTPUT);
    }

    static boolean isJson(String mediaType) {
        return mediaType.endsWith("/json") || mediaType.endsWith("+json");
    }

    /** In JSON a path is a text; as the answer it is the content of the file. */
    private static boolean isBytes(Class<?> type) {
        return SimpleTypes.isBinary(type) || type == Path.class;
    }

    private static String usual(Class<?> type) {
        return CharSequence.class.isAssignableFrom(type)
                ? "text/plain"
                : isBytes(type) ? "application/octet-stream" : "application/json";
    }
}

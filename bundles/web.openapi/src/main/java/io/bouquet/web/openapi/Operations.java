package io.bouquet.web.openapi;

import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bouquet.web.openapi.JaxRs.ResourceMethod;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Writes the operations of resources. */
final class Operations {

    private final Schemas schemas;
    private final Docs docs;
    private final Answers answers;
    private final Requests requests;
    private final List<Operation> found = new ArrayList<>();

    Operations(Schemas schemas, Docs docs) {
        this.schemas = schemas;
        this.docs = docs;
        this.answers = new Answers(schemas, docs);
        this.requests = new Requests(schemas, answers);
    }

    /** Returns all operations read so far. */
    List<Operation> found() {
        return found;
    }

    void read(Resource resource) {
        String path = JaxRs.path(JaxRs.ofClass(resource.type(), "javax.ws.rs.Path"));
        read(resource, schemas.type(resource.type()), resource.base() + "/" + path, List.of(), new HashSet<>());
    }

    private void read(Resource resource, JavaType type, String path, List<Input> before, Set<Class<?>> around) {
        Class<?> raw = type.getRawClass();
        if (!around.add(raw) || Notes.of(raw).isHidden()) {
            return;
        }
        for (ResourceMethod method : JaxRs.methods(raw)) {
            Notes notes = method.notes();
            String verb = JaxRs.verb(notes);
            String its = path + "/" + JaxRs.path(notes.jaxrs("Path"));
            if (notes.isHidden()) {
                continue;
            }
            List<Input> inputs = new ArrayList<>(before);
            inputs.addAll(Input.of(method, type, schemas, docs));
            if (verb.isEmpty()) {
                read(resource, subresource(method, type), its, inputs, around);
            } else if (Operation.VERBS.contains(verb)) {
                found.add(operation(resource, type, method, its, verb, inputs));
            }
        }
        around.remove(raw);
    }

    private JavaType subresource(ResourceMethod method, JavaType type) {
        JavaType returned = schemas.type(
                method.method().getGenericReturnType(), type, method.method().getDeclaringClass());
        return returned.getRawClass() == Class.class && returned.containedTypeCount() > 0
                ? returned.containedType(0)
                : returned;
    }

    private Operation operation(
            Resource resource, JavaType type, ResourceMethod method, String path, String verb, List<Input> inputs) {
        Class<?> raw = type.getRawClass();
        Notes notes = method.notes();
        Note swagger = notes.swagger("Operation");
        PathTemplate template = PathTemplate.of(path);
        ObjectNode body = schemas.node();
        ArrayNode tags = body.putArray("tags");
        tags(resource, swagger, notes).forEach(tags::add);
        Access access = Access.of(raw, notes);
        describe(body, swagger, method, access);
        body.put("operationId", "");
        ArrayNode parameters = requests.parameters(inputs, template, notes);
        if (!parameters.isEmpty()) {
            body.set("parameters", parameters);
        }
        ObjectNode request = requests.body(inputs, notes, JaxRs.mediaTypes(notes, raw, "Consumes"));
        if (request != null) {
            body.set("requestBody", request);
        }
        ObjectNode responses = schemas.node();
        answers.write(method, type, JaxRs.mediaTypes(notes, raw, "Produces"), responses);
        boolean isJson = request != null
                && request.path("content").properties().stream().anyMatch(one -> Answers.isJson(one.getKey()));
        problems(
                !parameters.isEmpty() || request != null,
                isJson,
                !template.expressions().isEmpty(),
                responses);
        TreeMap<String, ObjectNode> sorted = new TreeMap<>();
        responses.properties().forEach(one -> sorted.put(one.getKey(), (ObjectNode) one.getValue()));
        body.set("responses", schemas.node().setAll(sorted));
        if (notes.isDeprecated() || Notes.of(raw).isDeprecated()) {
            body.put("deprecated", true);
        }
        access.write(body);
        String id = resource.owner().bundle() + "." + name(raw) + "."
                + method.method().getName();
        return new Operation(id, template.path(), verb, access.tokenScopes(), body);
    }

    private static String name(Class<?> type) {
        Class<?> outer = type.getEnclosingClass();
        return outer == null ? type.getSimpleName() : name(outer) + "." + type.getSimpleName();
    }

    private static Set<String> tags(Resource resource, @Nullable Note swagger, Notes notes) {
        Set<String> tags = new LinkedHashSet<>();
        if (swagger != null) {
            tags.addAll(swagger.texts("tags"));
        }
        notes.repeated("tags.Tag", "tags.Tags").forEach(tag -> tags.add(tag.text("name")));
        Notes.of(resource.type()).repeated("tags.Tag", "tags.Tags").forEach(tag -> tags.add(tag.text("name")));
        if (tags.isEmpty()) {
            tags.add(resource.owner().bundle());
        }
        return tags;
    }

    private void describe(ObjectNode body, @Nullable Note swagger, ResourceMethod method, Access access) {
        String javadoc = docs.of(method.method());
        String text = javadoc.isEmpty() ? docs.of(method.declared()) : javadoc;
        String summary = swagger == null ? "" : swagger.text("summary");
        String description = swagger == null ? "" : swagger.text("description");
        body.put(
                "summary",
                !summary.isEmpty()
                        ? summary
                        : text.isEmpty() ? words(method.method().getName()) : Docs.summary(text));
        // the first sentence is the summary already
        String rest =
                summary.isEmpty() ? text.substring(Docs.summary(text).length()).replaceFirst("^\\.?\\s*", "") : text;
        String whole = (description.isEmpty() ? rest : description) + access.text();
        if (!whole.isBlank()) {
            body.put("description", whole.strip());
        }
    }

    /** Returns a method's name as words: {@code Find all} for {@code findAll}. */
    private static String words(String name) {
        String words = name.replaceAll("(?<=[a-z0-9])(?=[A-Z])", " ").toLowerCase(Locale.ROOT);
        return Character.toUpperCase(words.charAt(0)) + words.substring(1);
    }

    private static void problems(boolean hasInput, boolean hasJson, boolean hasPath, ObjectNode responses) {
        if (hasJson) {
            problem("400", responses);
        }
        problem("401", responses);
        problem("403", responses);
        if (hasPath) {
            problem("404", responses);
        }
        if (hasInput) {
            problem("422", responses);
        }
        problem("4XX", responses);
        problem("503", responses);
        responses.properties().stream()
                .filter(response -> response.getKey().matches("[45].*"))
                .forEach(response -> Problems.addTo(response.getKey(), (ObjectNode) response.getValue()));
    }

    private static void problem(String status, ObjectNode responses) {
        if (!responses.has(status)) {
            responses.putObject(status).put("$ref", "#/components/responses/" + Problems.NAMES.get(status));
        }
    }
}

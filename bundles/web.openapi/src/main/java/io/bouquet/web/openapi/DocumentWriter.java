package io.bouquet.web.openapi;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;

/** Writes an OpenAPI document of resources. The same resources give the same document, in whatever order they come. */
final class DocumentWriter {
    static final String VERSION = "3.1.0";
    static final String TOKENS = "/api/token";

    private final JsonNodeFactory json = JsonNodeFactory.instance;
    private final BiConsumer<Resource, Throwable> unreadable;
    private final boolean isLive;
    private final boolean hasTokens;

    /**
     * @param isLive     whether code of the resources' classes may run; otherwise classes are only looked at
     * @param hasTokens  whether callers can have tokens
     * @param unreadable takes resources that cannot be read, because a class is missing, for example
     */
    DocumentWriter(boolean isLive, boolean hasTokens, BiConsumer<Resource, Throwable> unreadable) {
        this.isLive = isLive;
        this.hasTokens = hasTokens;
        this.unreadable = unreadable;
    }

    /** What a document is about. */
    record Info(String title, String description, String version) {}

    ObjectNode write(Info info, Collection<Resource> resources) {
        Docs docs = new Docs();
        Schemas schemas = new Schemas(docs, isLive);
        Operations operations = new Operations(schemas, docs);
        for (Resource resource : resources) {
            try {
                operations.read(resource);
            } catch (RuntimeException | LinkageError e) {
                unreadable.accept(resource, e);
            }
        }
        List<Operation> all = withUniqueIds(merged(operations.found()));
        ObjectNode document = json.objectNode().put("openapi", VERSION);
        info(info, document.putObject("info"));
        document.putArray("servers").addObject().put("url", "/");
        document.putArray("security").addObject().putArray("basic");
        tags(resources, all, document.putArray("tags"));
        ObjectNode paths = document.putObject("paths");
        for (Operation operation : all) {
            paths.withObjectProperty(operation.path()).set(operation.verb(), body(operation));
        }
        ObjectNode components = document.putObject("components");
        SortedMap<String, ObjectNode> named = new TreeMap<>(schemas.components(Problems.reserved()));
        Problems.schemas(named, document);
        components.putObject("schemas").setAll(named);
        Problems.responses(components.putObject("responses"));
        schemes(all, components.putObject("securitySchemes"));
        return document;
    }

    private static void info(Info info, ObjectNode node) {
        node.put("title", info.title());
        if (!info.description().isEmpty()) {
            node.put("description", info.description());
        }
        node.put("version", info.version());
    }

    private ObjectNode body(Operation operation) {
        ObjectNode body = operation.body().put("operationId", operation.id());
        if (operation.path().equals(TOKENS)) {
            body.putArray("security");
        } else if (hasTokens && !body.has("security")) {
            // a password has all scopes
            ArrayNode security = body.putArray("security");
            security.addObject().putArray("basic");
            for (String scheme : List.of("bearer", "oauth2")) {
                ArrayNode scopes = security.addObject().putArray(scheme);
                operation.tokenScopes().forEach(scopes::add);
            }
        }
        return body;
    }

    private void schemes(List<Operation> operations, ObjectNode schemes) {
        schemes.putObject("basic")
                .put("type", "http")
                .put("scheme", "basic")
                .put("description", "Name and password of an account");
        if (!hasTokens) {
            return;
        }
        schemes.putObject("bearer")
                .put("type", "http")
                .put("scheme", "bearer")
                .put("description", "A token of an account");
        ObjectNode flows = schemes.putObject("oauth2").put("type", "oauth2").putObject("flows");
        for (String flow : List.of("password", "clientCredentials")) {
            ObjectNode scopes = flows.putObject(flow).put("tokenUrl", TOKENS).putObject("scopes");
            operations.stream()
                    .flatMap(operation -> operation.tokenScopes().stream())
                    .sorted()
                    .distinct()
                    .forEach(scope -> scopes.put(scope, Operation.meaning(scope)));
        }
    }

    private static void tags(Collection<Resource> resources, List<Operation> operations, ArrayNode tags) {
        Map<String, String> texts = new HashMap<>();
        for (Resource resource : resources) {
            Resource.Owner owner = resource.owner();
            String text = owner.name() + " " + owner.version()
                    + (owner.description().isEmpty() || owner.description().equals(owner.name())
                            ? ""
                            : ". " + owner.description());
            texts.putIfAbsent(owner.bundle(), text);
            Notes.of(resource.type())
                    .repeated("tags.Tag", "tags.Tags")
                    .forEach(tag -> texts.put(tag.text("name"), tag.text("description")));
        }
        TreeSet<String> used = new TreeSet<>();
        operations.forEach(operation -> operation.body().path("tags").forEach(tag -> used.add(tag.asText())));
        for (String name : used) {
            ObjectNode tag = tags.addObject().put("name", name);
            if (!texts.getOrDefault(name, "").isEmpty()) {
                tag.put("description", texts.get(name));
            }
        }
    }

    /** JAX-RS knows several methods with one path and verb, which differ in media types; OpenAPI knows one operation. */
    private static List<Operation> merged(List<Operation> operations) {
        Map<String, String> paths = new HashMap<>();
        Map<String, Operation> merged = new LinkedHashMap<>();
        List<Operation> sorted = new ArrayList<>(operations);
        sorted.sort(Operation.ORDER);
        for (Operation operation : sorted) {
            String shape = PathTemplate.shape(operation.path());
            String path = paths.computeIfAbsent(shape, any -> operation.path());
            merged.merge(
                    operation.verb() + " " + shape,
                    operation.at(path),
                    (one, other) -> other.takesJson() && !one.takesJson() ? other.with(one) : one.with(other));
        }
        List<Operation> all = new ArrayList<>(merged.values());
        all.sort(Operation.ORDER);
        return all;
    }

    /** Adds method and path to the ids of all operations that share one, so that an id does not depend on the order. */
    private static List<Operation> withUniqueIds(List<Operation> operations) {
        Map<String, Long> counts =
                operations.stream().collect(Collectors.groupingBy(Operation::id, Collectors.counting()));
        return operations.stream()
                .map(one -> counts.getOrDefault(one.id(), 0L) < 2
                        ? one
                        : one.withId(one.id() + "." + one.verb()
                                + one.path().replaceAll("[^A-Za-z0-9]+", "_").replaceFirst("_$", "")))
                .toList();
    }
}

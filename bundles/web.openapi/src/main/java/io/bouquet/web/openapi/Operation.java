package io.bouquet.web.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * An operation of the document.
 *
 * @param id     bundle, class and method
 * @param verb   HTTP method in lower case
 * @param scopes that a token needs
 */
record Operation(String id, String path, String verb, List<String> scopes, ObjectNode body) {
    /** The HTTP methods that OpenAPI knows, in the order of a document. */
    static final List<String> VERBS = List.of("get", "put", "post", "delete", "options", "head", "patch", "trace");

    static final Comparator<Operation> ORDER = Comparator.comparing(Operation::path)
            .thenComparing(operation -> VERBS.indexOf(operation.verb()))
            .thenComparing(Operation::id)
            .thenComparing(operation -> operation.body().toString());

    private static final String READ = "read";
    private static final String WRITE = "write";
    private static final Pattern PARAMETER = Pattern.compile("\\{([^}]*)}");

    Operation withId(String unique) {
        return new Operation(unique, path, verb, scopes, body);
    }

    /** Returns the scopes that a token needs: one for reading or writing, and those of the operation. */
    List<String> tokenScopes() {
        List<String> all = new ArrayList<>(List.of(verb.equals("get") || verb.equals("head") ? READ : WRITE));
        all.addAll(scopes);
        return all;
    }

    /** Returns what a scope allows, for people. */
    static String meaning(String scope) {
        return switch (scope) {
            case READ -> "Read";
            case WRITE -> "Change";
            case Access.ADMIN -> "Act as an administrator, if the account is one";
            default -> "What its name says, in the plugin that uses it";
        };
    }

    boolean takesJson() {
        return body.at("/requestBody/content").has("application/json");
    }

    /** Returns the operation at the same path with other names of the parameters. */
    Operation at(String other) {
        List<String> names = names(path);
        List<String> renamed = names(other);
        for (JsonNode parameter : body.path("parameters")) {
            int position = names.indexOf(parameter.path("name").asText());
            if (parameter.path("in").asText().equals("path") && position >= 0) {
                ((ObjectNode) parameter).put("name", renamed.get(position));
            }
        }
        return new Operation(id, other, verb, scopes, body);
    }

    private static List<String> names(String path) {
        return PARAMETER.matcher(path).results().map(match -> match.group(1)).toList();
    }

    /** Returns this operation with the media types, parameters and answers of another method for the same requests. */
    Operation with(Operation other) {
        other.body.at("/requestBody/content").properties().forEach(one -> {
            ObjectNode content = body.withObject("/requestBody/content");
            if (!content.has(one.getKey())) {
                content.set(one.getKey(), one.getValue());
            }
        });
        addParameters(other);
        other.body.path("responses").properties().forEach(one -> {
            ObjectNode responses = body.withObject("/responses");
            if (!responses.has(one.getKey())) {
                responses.set(one.getKey(), one.getValue());
            } else {
                one.getValue().path("content").properties().forEach(content -> {
                    ObjectNode response = responses.withObjectProperty(one.getKey());
                    if (!response.has("$ref") && !response.path("content").has(content.getKey())) {
                        response.withObjectProperty("content").set(content.getKey(), content.getValue());
                    }
                });
            }
        });
        return this;
    }

    /** Adds parameters that only the other method reads, so they are not required. */
    private void addParameters(Operation other) {
        Set<String> known = new HashSet<>();
        body.path("parameters").forEach(parameter -> known.add(place(parameter)));
        for (JsonNode parameter : other.body.path("parameters")) {
            if (known.add(place(parameter))) {
                ObjectNode optional = parameter.deepCopy();
                optional.remove("required");
                body.withArrayProperty("parameters").add(optional);
            }
        }
    }

    private static String place(JsonNode parameter) {
        return parameter.path("in").asText() + " " + parameter.path("name").asText();
    }
}

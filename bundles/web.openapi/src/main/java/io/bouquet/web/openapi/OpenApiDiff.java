package io.bouquet.web.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Finds what breaks clients of one document when the next one takes its place. A request may become wider, an answer
 * narrower; the opposite breaks clients. New operations, new optional values and new properties of answers break nobody.
 */
final class OpenApiDiff {
    private static final String REF = "$ref";
    /** Keywords whose value may only fall in requests. */
    private static final List<String> LEAST =
            List.of("minimum", "exclusiveMinimum", "minLength", "minItems", "minProperties");
    /** Keywords whose value may only rise in requests. */
    private static final List<String> MOST =
            List.of("maximum", "exclusiveMaximum", "maxLength", "maxItems", "maxProperties");
    /** Keywords that may only disappear in requests. */
    private static final List<String> FIXED = List.of("pattern", "const", "uniqueItems");

    private final JsonNode before;
    private final JsonNode after;
    private final List<String> found = new ArrayList<>();
    private final Set<String> compared = new HashSet<>();

    private OpenApiDiff(JsonNode before, JsonNode after) {
        this.before = before;
        this.after = after;
    }

    /** Returns sentences without full stops, sorted by path; empty if nothing breaks. */
    static List<String> breaks(JsonNode before, JsonNode after) {
        OpenApiDiff diff = new OpenApiDiff(before, after);
        diff.paths();
        return List.copyOf(diff.found);
    }

    private void paths() {
        Map<String, JsonNode> items = new LinkedHashMap<>();
        after.path("paths").properties().forEach(one -> items.put(PathTemplate.shape(one.getKey()), one.getValue()));
        before.path("paths").properties().forEach(path -> {
            JsonNode item = items.getOrDefault(PathTemplate.shape(path.getKey()), MissingNode.getInstance());
            path.getValue().properties().forEach(operation -> {
                String name = operation.getKey().toUpperCase(Locale.ROOT) + " " + path.getKey();
                JsonNode next = item.path(operation.getKey());
                if (next.isMissingNode()) {
                    found.add(name + " is removed");
                } else {
                    compared.clear();
                    operation(name + ": ", operation.getValue(), next);
                }
            });
        });
    }

    private void operation(String name, JsonNode one, JsonNode next) {
        Map<String, JsonNode> parameters = parameters(one);
        Map<String, JsonNode> nextParameters = parameters(next);
        parameters.forEach((key, parameter) -> {
            JsonNode same = nextParameters.get(key);
            String place = name + label(parameter);
            if (same == null) {
                found.add(place + " is removed");
            } else {
                if (same.path("required").asBoolean()
                        && !parameter.path("required").asBoolean()) {
                    found.add(place + " is required now");
                }
                request(place, parameter.path("schema"), same.path("schema"));
            }
        });
        nextParameters.forEach((key, parameter) -> {
            if (!parameters.containsKey(key) && parameter.path("required").asBoolean()) {
                found.add(name + label(parameter) + " is new and required");
            }
        });
        bodies(name, one.path("requestBody"), next.path("requestBody"));
        answers(name, one.path("responses"), next.path("responses"));
    }

    private static String label(JsonNode parameter) {
        return "the " + parameter.path("in").asText() + " parameter "
                + parameter.path("name").asText();
    }

    /** Returns parameters by place and name; those of the path by their position, since clients do not send their names. */
    private static Map<String, JsonNode> parameters(JsonNode operation) {
        Map<String, JsonNode> parameters = new LinkedHashMap<>();
        int position = 0;
        for (JsonNode parameter : operation.path("parameters")) {
            boolean isOfPath = parameter.path("in").asText().equals("path");
            String name = isOfPath
                    ? String.valueOf(position++)
                    : parameter.path("name").asText();
            parameters.put(parameter.path("in").asText() + " " + name, parameter);
        }
        return parameters;
    }

    private void bodies(String name, JsonNode one, JsonNode next) {
        if (one.isMissingNode() && next.path("required").asBoolean()) {
            found.add(name + "a body is required now");
        }
        if (!one.isMissingNode() && next.isMissingNode()) {
            found.add(name + "the body is removed");
            return;
        }
        if (!one.isMissingNode()
                && !one.path("required").asBoolean()
                && next.path("required").asBoolean()) {
            found.add(name + "the body is required now");
        }
        one.path("content").properties().forEach(content -> {
            JsonNode same = next.path("content").path(content.getKey());
            if (same.isMissingNode()) {
                found.add(name + "a body of the type " + content.getKey() + " is not taken any more");
            } else {
                request(name + "body", content.getValue().path("schema"), same.path("schema"));
            }
        });
    }

    private void answers(String name, JsonNode one, JsonNode next) {
        one.properties().forEach(response -> {
            String status = response.getKey();
            JsonNode same = next.path(status);
            if (!status.startsWith("2")) {
                return;
            }
            if (same.isMissingNode()) {
                found.add(name + "it does not answer " + status + " any more");
                return;
            }
            response.getValue().path("content").properties().forEach(content -> {
                JsonNode other = same.path("content").path(content.getKey());
                if (other.isMissingNode()) {
                    found.add(name + "it does not answer with the type " + content.getKey() + " any more");
                } else {
                    answer(name + "answer", content.getValue().path("schema"), other.path("schema"));
                }
            });
        });
    }

    /** Compares values that clients send. */
    private void request(String place, JsonNode one, JsonNode next) {
        View was = View.of(before, one);
        View is = View.of(after, next);
        if (isKnown("request", was, is)) {
            return;
        }
        JsonNode old = was.schema();
        JsonNode now = is.schema();
        types(place, was.types(), is.types(), true);
        Set<String> values = values(now, "enum");
        if (!values.isEmpty()) {
            Set<String> gone = values(old, "enum");
            boolean wasOpen = gone.isEmpty();
            gone.removeAll(values);
            if (wasOpen) {
                found.add(place + " takes only " + String.join(", ", values) + " now");
            } else if (!gone.isEmpty()) {
                found.add(place + " does not take " + String.join(", ", gone) + " any more");
            }
        }
        limits(place, old, now);
        format(place, was, is, true);
        old.path("properties").properties().forEach(property -> {
            JsonNode same = now.path("properties").path(property.getKey());
            String its = place + "." + property.getKey();
            if (same.isMissingNode()) {
                found.add(its + " is removed");
            } else {
                request(its, property.getValue(), same);
            }
        });
        Set<String> required = values(now, "required");
        required.removeAll(values(old, "required"));
        for (String name : required) {
            boolean isNew = !old.path("properties").has(name);
            found.add(place + "." + name + (isNew ? " is new and required" : " is required now"));
        }
        inner(place, old, now, this::request);
        alternatives(place, old, now, this::request);
    }

    /** Compares values that clients get. */
    private void answer(String place, JsonNode one, JsonNode next) {
        View was = View.of(before, one);
        View is = View.of(after, next);
        if (isKnown("answer", was, is)) {
            return;
        }
        JsonNode old = was.schema();
        JsonNode now = is.schema();
        types(place, was.types(), is.types(), false);
        Set<String> required = values(now, "required");
        old.path("properties").properties().forEach(property -> {
            JsonNode same = now.path("properties").path(property.getKey());
            String its = place + "." + property.getKey();
            if (same.isMissingNode()) {
                found.add(its + " is removed");
                return;
            }
            if (values(old, "required").contains(property.getKey()) && !required.contains(property.getKey())) {
                found.add(its + " can be missing now");
            }
            answer(its, property.getValue(), same);
        });
        Set<String> gone = values(old, "enum");
        Set<String> values = values(now, "enum");
        gone.removeAll(values);
        if (!gone.isEmpty() && !values.isEmpty()) {
            found.add(place + " is never " + String.join(", ", gone) + " any more");
        }
        format(place, was, is, false);
        inner(place, old, now, this::answer);
        alternatives(place, old, now, this::answer);
    }

    /** Compares the formats of strings, and whole numbers of 32 and 64 bits. */
    private void format(String place, View was, View is, boolean isRequest) {
        String old = was.schema().path("format").asText();
        String now = is.schema().path("format").asText();
        boolean isText = was.types().contains("string") && is.types().contains("string");
        boolean isStricter = isRequest && !now.isEmpty() || !isRequest && !old.isEmpty();
        String wide = isRequest ? old : now;
        String narrow = isRequest ? now : old;
        if (isText && isStricter && !old.equals(now) || wide.equals("int64") && narrow.equals("int32")) {
            found.add(place + " has " + (now.isEmpty() ? "no format" : "the format " + now) + " now"
                    + (old.isEmpty() ? "" : ", not " + old));
        }
    }

    /** A comparison in one direction. */
    private interface Comparison {
        void compare(String place, JsonNode one, JsonNode next);
    }

    private static void inner(String place, JsonNode old, JsonNode now, Comparison comparison) {
        if (old.has("items") && now.has("items")) {
            comparison.compare(place + "[]", old.path("items"), now.path("items"));
        }
        if (old.path("additionalProperties").isObject()
                && now.path("additionalProperties").isObject()) {
            comparison.compare(place + ".*", old.path("additionalProperties"), now.path("additionalProperties"));
        }
    }

    /** Compares the alternatives of sealed types by their discriminators, or else by their names. */
    private void alternatives(String place, JsonNode old, JsonNode now, Comparison comparison) {
        Map<String, JsonNode> next = alternatives(now);
        alternatives(old).forEach((name, schema) -> {
            JsonNode same = next.get(name);
            if (same == null) {
                found.add(place + " has no alternative " + name + " any more");
            } else {
                comparison.compare(place + "<" + name + ">", schema, same);
            }
        });
    }

    private static Map<String, JsonNode> alternatives(JsonNode schema) {
        Map<String, JsonNode> byReference = new LinkedHashMap<>();
        schema.path("oneOf").forEach(one -> byReference.put(simple(one.path(REF)), one));
        Map<String, JsonNode> byName = new LinkedHashMap<>();
        schema.path("discriminator").path("mapping").properties().forEach(one -> {
            JsonNode named = byReference.remove(simple(one.getValue()));
            if (named != null) {
                byName.put(one.getKey(), named);
            }
        });
        byName.putAll(byReference);
        return byName;
    }

    private static String simple(JsonNode reference) {
        return reference.asText().replaceFirst(".*/", "");
    }

    /** Recursive types lead to the same pair of schemas again. */
    private boolean isKnown(String direction, View was, View is) {
        return !was.name().isEmpty()
                && !is.name().isEmpty()
                && !compared.add(direction + " " + was.name() + " " + is.name());
    }

    /**
     * A schema without references around it.
     *
     * @param name  path of the component; empty if it is none
     * @param types types that values can have; empty if any
     */
    private record View(JsonNode schema, String name, Set<String> types) {
        static View of(JsonNode document, JsonNode schema) {
            JsonNode at = schema;
            String name = "";
            Set<String> types = new TreeSet<>();
            while (at.has(REF) || isOrNull(at)) {
                if (at.has(REF)) {
                    name = at.path(REF).asText();
                    at = document.at(name.substring(1));
                } else {
                    types.add("null");
                    at = at.path("anyOf").path(0);
                }
            }
            if (at.path("type").isTextual()) {
                types.add(at.path("type").asText());
            }
            at.path("type").forEach(one -> types.add(one.asText()));
            if (at.has("oneOf")) {
                types.add("object");
            }
            return new View(at, name, types);
        }

        private static boolean isOrNull(JsonNode schema) {
            return schema.path("anyOf").size() == 2
                    && schema.at("/anyOf/1/type").asText().equals("null");
        }
    }

    private void types(String place, Set<String> old, Set<String> now, boolean isRequest) {
        Set<String> narrow = new TreeSet<>(isRequest ? old : now);
        Set<String> wide = isRequest ? now : old;
        if (wide.isEmpty()) {
            return;
        }
        if (narrow.isEmpty()) {
            found.add(place + " is " + String.join(" or ", isRequest ? now : Set.of("of any type")) + " now, not "
                    + String.join(" or ", isRequest ? Set.of("of any type") : old));
            return;
        }
        narrow.removeAll(wide);
        if (wide.contains("number")) {
            narrow.remove("integer");
        }
        if (narrow.equals(Set.of("null"))) {
            found.add(place + (isRequest ? " cannot be null any more" : " can be null now"));
        } else if (!narrow.isEmpty()) {
            found.add(place + " is " + String.join(" or ", now) + " now, not " + String.join(" or ", old));
        }
    }

    private void limits(String place, JsonNode old, JsonNode now) {
        for (String keyword : LEAST) {
            if (now.has(keyword)
                    && (!old.has(keyword)
                            || now.path(keyword)
                                            .decimalValue()
                                            .compareTo(old.path(keyword).decimalValue())
                                    > 0)) {
                found.add(
                        place + " has the " + keyword + " " + now.path(keyword).asText() + was(old, keyword));
            }
        }
        for (String keyword : MOST) {
            if (now.has(keyword)
                    && (!old.has(keyword)
                            || now.path(keyword)
                                            .decimalValue()
                                            .compareTo(old.path(keyword).decimalValue())
                                    < 0)) {
                found.add(
                        place + " has the " + keyword + " " + now.path(keyword).asText() + was(old, keyword));
            }
        }
        for (String keyword : FIXED) {
            if (now.has(keyword) && !now.path(keyword).equals(old.path(keyword))) {
                found.add(
                        place + " has the " + keyword + " " + now.path(keyword).asText() + was(old, keyword));
            }
        }
    }

    private static String was(JsonNode old, String keyword) {
        return old.has(keyword) ? " now, not " + old.path(keyword).asText() : " now";
    }

    private static Set<String> values(JsonNode schema, String keyword) {
        Set<String> values = new TreeSet<>();
        schema.path(keyword).forEach(one -> values.add(one.asText()));
        return values;
    }
}

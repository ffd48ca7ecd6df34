package io.bouquet.benchmarks.fuzz;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Values for a schema: right ones, often at its limits, and wrong ones. */
final class Values {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final int DEEPEST = 4;
    private static final int MOST_ITEMS = 3;
    private static final List<String> LANGUAGES = List.of("en", "de", "xx", "EN");
    private static final List<String> TEXTS = List.of(
            "Tim Cook was in Berlin.",
            "Angela Merkel kaufte 2019 in Paris ein Buch. Es war sehr gut.",
            "a",
            "İstanbul 👩‍👩‍👧 \u202Eabc é \uFEFF",
            "one. ".repeat(60),
            " ",
            "line\r\nline\tand more");

    /** Right values of strings that the schema does not enumerate, by the name of the parameter or member. */
    private static final Map<String, List<String>> WORDS = Map.ofEntries(
            Map.entry("text", TEXTS),
            Map.entry("language", LANGUAGES),
            Map.entry("layers", List.of("tokens", "sentences", "entities", "pos", "sentiment", "language", "no-such")),
            Map.entry("offsets", List.of("utf8", "utf16", "utf32", "UTF16")),
            Map.entry("scopes", List.of("read", "write", "admin")),
            Map.entry("policy", List.of("latest", "pinned", "canary", "shadow")),
            Map.entry("version", List.of("1.0.0", "1.3.0", "9.9.9")),
            Map.entry("candidate", List.of("1.0.0", "1.3.0")),
            Map.entry("kind", List.of("annotate", "none")),
            Map.entry("state", List.of("queued", "running", "done")),
            Map.entry("grant_type", List.of("password", "client_credentials")),
            Map.entry("scope", List.of("read", "read write", "admin")),
            Map.entry("datatype", List.of("BYTES", "FP32", "INT64")),
            Map.entry("since", List.of("2026-01-31T12:00:00Z", "2026-11-28T00:00:00+01:00", "2026-01-31")),
            Map.entry("until", List.of("2027-01-31T12:00:00Z", "2000-01-01T00:00:00Z")),
            Map.entry("label", List.of("person", "location")),
            Map.entry("account", List.of("admin", "fuzz", "*")),
            Map.entry("Request-Timeout", List.of("1", "0.01", "30", "2.5")),
            Map.entry("Idempotency-Key", List.of("k1", "k2", "k3")),
            Map.entry("Inference-Header-Content-Length", List.of("0", "10", "1000")));

    private static final Map<String, List<String>> FORMATS = Map.of(
            "date-time", List.of("2026-11-28T06:00:00Z", "2026-11-28T06:00:00.123456789+14:00"),
            "date", List.of("2024-02-29", "0001-01-01", "9999-12-31"),
            "uuid", List.of("00000000-0000-0000-0000-000000000000", "f81d4fae-7dec-11d0-a765-00a0c91e6bf6"),
            "uri", List.of("https://example.org/", "urn:a:b"),
            "email", List.of("ada@example.org"),
            "duration", List.of("PT1S", "P1D"),
            "binary", List.of("a\nb\n", "PK\u0003\u0004", ""));

    /** Strings that break programs. */
    static final List<String> BAD_STRINGS = List.of(
            "",
            " ",
            "\u0000",
            "a\u0000b",
            "\uD800",
            "\uDC00\uD800",
            "a\r\nX-Injected: yes",
            "\"; filename=\"x",
            "👩‍👩‍👧".repeat(50),
            "\u202E\uFEFF\u200B",
            "'; DROP TABLE TOKEN; --",
            "${jndi:ldap://127.0.0.1/x}",
            "{{7*7}}%s%n%x",
            "<script>alert(1)</script>",
            "../../../etc/passwd",
            "%00%0d%0a",
            "-1",
            "NaN",
            "1e400",
            "9".repeat(30),
            "null",
            "0".repeat(5_000),
            "x".repeat(3_000));

    private static final List<String> RAW = List.of(
            "1e400",
            "-1e400",
            "1e-400",
            "1e999999999",
            "9".repeat(900),
            "0." + "3".repeat(900),
            "-0",
            "-0.0",
            "9223372036854775808",
            "2147483648",
            "NaN",
            "01",
            "+1",
            "0x10",
            ".5",
            "'a'",
            "\"\\ud800\"",
            "\"\\u0000\"",
            "\"\\x\"",
            "\"\u0001\"",
            "{\"a\":1,\"a\":2}",
            "{\"text\":\"a\",\"text\":\"b\"}",
            "[".repeat(900) + "]".repeat(900),
            "{\"a\":".repeat(900) + "1" + "}".repeat(900),
            "[1,]",
            "{\"a\":1,}",
            "/* */ 1",
            "");

    private final ApiDocument document;
    private final Chance chance;
    private final int wrongOneIn;

    /** @param wrongOneIn one value in so many is wrong; 0 for none */
    Values(ApiDocument document, Chance chance, int wrongOneIn) {
        this.document = document;
        this.chance = chance;
        this.wrongOneIn = wrongOneIn;
    }

    JsonNode value(JsonNode schema, String name) {
        return value(schema, name, 0);
    }

    private boolean isWrong() {
        return wrongOneIn > 0 && chance.oneIn(wrongOneIn);
    }

    private JsonNode value(JsonNode reference, String name, int depth) {
        JsonNode schema = document.resolve(reference);
        if (isWrong()) {
            return wrong(schema);
        }
        for (String choice : List.of("oneOf", "anyOf", "examples", "enum")) {
            JsonNode of = schema.path(choice);
            if (!of.isEmpty()) {
                JsonNode one = of.get(chance.below(of.size()));
                return choice.endsWith("Of") ? value(one, name, depth) : one;
            }
        }
        if (schema.has("const")) {
            return schema.path("const");
        }
        JsonNode type = schema.path("type");
        String chosen = type.isArray() ? type.get(chance.below(type.size())).asText() : type.asText();
        return switch (chosen) {
            case "object" -> object(schema, depth);
            case "array" -> array(schema, name, depth);
            case "integer" -> JSON.numberNode(integer(schema));
            case "number" -> JSON.numberNode(integer(schema) + (chance.oneIn(2) ? 0.0 : 0.5));
            case "boolean" -> JSON.booleanNode(chance.oneIn(2));
            case "string" -> JSON.textNode(string(schema, name));
            case "null" -> JSON.nullNode();
            default -> chance.oneIn(2) ? JSON.textNode(string(schema, name)) : object(schema, depth);
        };
    }

    private ObjectNode object(JsonNode schema, int depth) {
        ObjectNode object = JSON.objectNode();
        List<String> required = new ArrayList<>();
        schema.path("required").forEach(one -> required.add(one.asText()));
        schema.path("properties").properties().forEach(property -> {
            String name = property.getKey();
            boolean present = required.contains(name) ? !isWrong() : depth < DEEPEST && chance.oneIn(2);
            if (present) {
                object.set(name, value(property.getValue(), name, depth + 1));
            }
        });
        JsonNode more = schema.path("additionalProperties");
        if (more.isObject() && depth < DEEPEST) {
            for (int i = chance.below(MOST_ITEMS); i > 0; i--) {
                object.set("key" + i, value(more, "", depth + 1));
            }
        }
        if (isWrong()) {
            object.put(chance.pick(List.of("extra", "", "__proto__", "@type", "class", "Text")), "x");
        }
        return object;
    }

    private ArrayNode array(JsonNode schema, String name, int depth) {
        ArrayNode array = JSON.arrayNode();
        int least = schema.path("minItems").asInt(0);
        int most = Math.min(schema.path("maxItems").asInt(MOST_ITEMS), least + MOST_ITEMS);
        int items = depth > DEEPEST ? least : least + chance.below(most - least + 1);
        if (wrongOneIn > 0 && chance.oneIn(50 * wrongOneIn)) {
            items = 3_000;
        }
        for (int i = 0; i < items; i++) {
            array.add(value(schema.path("items"), name, depth + 1));
        }
        return array;
    }

    private long integer(JsonNode schema) {
        boolean isLong = schema.path("format").asText().equals("int64");
        long least =
                schema.path("minimum").asLong(schema.path("exclusiveMinimum").asLong(-1) + 1);
        long most = schema.path("maximum").asLong(isLong ? Long.MAX_VALUE : Integer.MAX_VALUE);
        return chance.pick(List.of(least, least, most, Math.min(most, least + 1), Math.min(most, least + 20)));
    }

    private String string(JsonNode schema, String name) {
        if (schema.has("default") && chance.oneIn(3)) {
            return schema.path("default").asText();
        }
        List<String> words = WORDS.getOrDefault(
                name, FORMATS.getOrDefault(schema.path("format").asText(), TEXTS));
        String word = chance.pick(words);
        int least = schema.path("minLength").asInt(0);
        int most = schema.path("maxLength").asInt(1_000_000);
        if (schema.has("maxLength") && most < 100_000 && chance.oneIn(3)) {
            return "m".repeat(most);
        }
        return word.length() < least ? "l".repeat(least) : word.length() > most ? word.substring(0, most) : word;
    }

    private JsonNode wrong(JsonNode schema) {
        List<JsonNode> beyond = new ArrayList<>();
        if (schema.has("minimum")) {
            beyond.add(JSON.numberNode(schema.path("minimum").asLong() - 1));
        }
        if (schema.has("maximum")) {
            beyond.add(JSON.numberNode(schema.path("maximum").asLong() + 1));
        }
        if (schema.path("minLength").asInt() > 0) {
            beyond.add(JSON.textNode("s".repeat(schema.path("minLength").asInt() - 1)));
        }
        if (schema.has("maxLength") && schema.path("maxLength").asInt() < 100_000) {
            beyond.add(JSON.textNode("l".repeat(schema.path("maxLength").asInt() + 1)));
        }
        if (!beyond.isEmpty() && chance.oneIn(2)) {
            return chance.pick(beyond);
        }
        return switch (chance.below(10)) {
            case 0 -> JSON.nullNode();
            case 1 -> JSON.booleanNode(chance.oneIn(2));
            case 2 -> JSON.numberNode(chance.pick(List.of(-1L, 0L, Long.MIN_VALUE, Long.MAX_VALUE, 1L << 31)));
            case 3 -> JSON.numberNode(chance.pick(List.of(0.5, -1.5, 1e300, Double.MIN_VALUE)));
            case 4 -> chance.oneIn(2) ? JSON.objectNode() : JSON.objectNode().put("a", 1);
            case 5 -> chance.oneIn(2) ? JSON.arrayNode() : JSON.arrayNode().addNull();
            case 6 -> chance.oneIn(20) ? JSON.textNode("h".repeat(200_000)) : JSON.textNode("ä");
            case 7, 8 -> JSON.rawValueNode(new RawValue(chance.pick(RAW)));
            default -> JSON.textNode(chance.pick(BAD_STRINGS));
        };
    }
}

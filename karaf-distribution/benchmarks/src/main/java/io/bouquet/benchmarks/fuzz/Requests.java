package io.bouquet.benchmarks.fuzz;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.bouquet.benchmarks.fuzz.ApiDocument.Operation;
import io.bouquet.benchmarks.fuzz.ApiDocument.Parameter;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Makes requests for the operations of a document, in turn: right ones, ones with wrong values, and bent ones. */
final class Requests {
    private static final String CRLF = "\r\n";
    private static final String UNRESERVED = "-._~";
    private static final ObjectWriter JSON = new JsonMapper().writer();
    private static final ObjectWriter ASCII = JSON.with(JsonWriteFeature.ESCAPE_NON_ASCII);
    private static final int STRANGER_ONE_IN = 12;
    /** Of JSON lines the document says only that they are bytes. */
    private static final JsonNode LINE = Judge.json("""
            {"type": "object", "required": ["text"], "properties": {
              "text": {"type": "string"}, "id": {"type": "string"}, "language": {"type": "string"}}}""").orElseThrow();

    /**
     * Nothing may be changed below these paths, or the platform would no longer be what is tested: each request gets
     * the parameter {@code plan=true} before all others, so that it only answers what it would do.
     */
    private static final String PLANNED_ONLY = "/api/plugins";

    private final ApiDocument document;
    private final List<String> otherPaths;
    private final Map<Role, String> authorizations;
    private final Known known;
    private final int port;

    /**
     * @param otherPaths     templates of paths that the document does not describe
     * @param authorizations value of the header for the roles that have an account
     */
    Requests(int port, ApiDocument document, List<String> otherPaths, Map<Role, String> authorizations, Known known) {
        this.port = port;
        this.document = document;
        this.otherPaths = List.copyOf(otherPaths);
        this.authorizations = Map.copyOf(authorizations);
        this.known = known;
    }

    Sent make(long seed, long number) {
        Chance chance = new Chance(seed, number);
        if (!otherPaths.isEmpty() && chance.oneIn(STRANGER_ONE_IN)) {
            return new Draft(number, chance, null, chance.pick(otherPaths)).make();
        }
        List<Operation> operations = document.operations();
        Operation operation = operations.get((int) (number % operations.size()));
        return new Draft(number, chance, operation, operation.path()).make();
    }

    /** One request while it is made. */
    private final class Draft {
        private final long number;
        private final Chance chance;
        private final Values values;
        private final boolean isBent;
        private final Role role;
        private final String template;
        private final StringBuilder path = new StringBuilder();
        private final List<String> query = new ArrayList<>();
        private final List<String> headers = new ArrayList<>();
        private Optional<Operation> operation;
        private String method;
        private byte[] body = new byte[0];

        Draft(long number, Chance chance, @Nullable Operation operation, String template) {
            this.number = number;
            this.chance = chance;
            this.template = template;
            this.operation = Optional.ofNullable(operation);
            int kind = chance.below(10);
            // a third is right, a half has wrong values, and the rest is bent as well
            this.values = new Values(document, chance, kind < 3 ? 0 : chance.pick(List.of(3, 8, 20)));
            this.isBent = kind > 7 || operation == null;
            this.role = chance.pick(List.of(
                    Role.ADMINISTRATOR, Role.ADMINISTRATOR, Role.ADMINISTRATOR, Role.USER, Role.USER, Role.NOBODY));
            this.method = operation == null ? chance.pick(Bends.METHODS) : operation.method();
        }

        Sent make() {
            Optional<Operation> meant = operation;
            if (template.startsWith(PLANNED_ONLY)) {
                query.add("plan=true");
            }
            writePath();
            meant.ifPresent(this::writeParameters);
            meant.filter(one -> !one.bodies().isEmpty() || isBent && chance.oneIn(3))
                    .ifPresent(this::writeBody);
            String authorization = authorizations.get(role);
            if (authorization != null) {
                headers.add("Authorization: " + authorization);
            }
            if (isBent) {
                bend();
            }
            return send();
        }

        private void writePath() {
            for (String segment : template.split("/")) {
                if (segment.isEmpty()) {
                    continue;
                }
                path.append('/');
                if (isBent && chance.oneIn(12)) {
                    path.append(chance.pick(Bends.SEGMENTS));
                    operation = Optional.empty();
                } else if (segment.startsWith("{")) {
                    path.append(parameter(segment.substring(1, segment.length() - 1)));
                } else {
                    path.append(segment);
                }
            }
            if (path.isEmpty()) {
                path.append('/');
            }
        }

        private String parameter(String name) {
            Optional<String> existing = known.pick(template, chance);
            if (existing.isPresent() && !chance.oneIn(4)) {
                return encoded(existing.get());
            }
            String value = chance.oneIn(2)
                    ? chance.pick(Values.BAD_STRINGS)
                    : values.value(JsonNodeFactory.instance.objectNode().put("type", "string"), name)
                            .asText();
            // an empty segment and one of dots are other paths
            return value.isBlank() || value.contains("/") ? "none" : encoded(value);
        }

        private void writeParameters(Operation of) {
            for (Parameter parameter : of.parameters()) {
                if (!parameter.required() && chance.oneIn(2) || parameter.in().equals("path")) {
                    continue;
                }
                JsonNode value = values.value(parameter.schema(), parameter.name());
                List<String> texts = new ArrayList<>();
                if (value.isArray()) {
                    value.forEach(one -> texts.add(text(one)));
                } else {
                    texts.add(text(value));
                }
                for (String text : texts) {
                    switch (parameter.in()) {
                        case "query" -> query.add(encoded(parameter.name()) + "=" + encoded(text));
                        case "header" ->
                            headers.add(parameter.name() + ": " + text.replaceAll("[\\x00-\\x1f\\x7f]", " "));
                        default -> headers.add("Cookie: " + parameter.name() + "=" + encoded(text));
                    }
                }
            }
        }

        private void writeBody(Operation of) {
            List<String> types = List.copyOf(of.bodies().keySet());
            String type = types.isEmpty() || isBent && chance.oneIn(3) ? chance.pick(Bends.TYPES) : chance.pick(types);
            JsonNode schema = of.bodies().getOrDefault(type, JsonNodeFactory.instance.objectNode());
            String header = type;
            if (type.startsWith("multipart/")) {
                header = "multipart/form-data; boundary=b";
                body = utf8(multipart(values.value(schema, "")));
            } else if (type.endsWith("x-www-form-urlencoded")) {
                body = utf8(form(values.value(schema, "")));
            } else if (type.endsWith("json") && !type.endsWith("ndjson")) {
                body = utf8(json(values.value(schema, "")));
            } else if (type.contains("json")) {
                body = utf8(lines());
            } else if (type.startsWith("text/")) {
                body = utf8((chance.oneIn(2) ? "text\n" : "") + text(values.value(schema, "text")));
            } else {
                body = chance.oneIn(2) ? chance.bytes(chance.below(3_000)) : utf8(json(values.value(schema, "text")));
            }
            if (!isBent || !chance.oneIn(20)) {
                headers.add("Content-Type: " + header);
            }
        }

        private String lines() {
            StringBuilder lines = new StringBuilder();
            for (int i = chance.below(5); i > 0; i--) {
                lines.append(json(values.value(LINE, ""))).append('\n');
            }
            return lines.toString();
        }

        private String form(JsonNode value) {
            List<String> pairs = new ArrayList<>();
            value.properties().forEach(one -> pairs.add(encoded(one.getKey()) + "=" + encoded(text(one.getValue()))));
            return String.join("&", pairs);
        }

        private String multipart(JsonNode value) {
            StringBuilder parts = new StringBuilder();
            value.properties().forEach(one -> parts.append("--b\r\nContent-Disposition: form-data; name=\"")
                    .append(one.getKey())
                    .append(one.getKey().equals("file") ? "\"; filename=\"a.txt" : "")
                    .append("\"\r\n\r\n")
                    .append(text(one.getValue()))
                    .append(CRLF));
            return parts + (chance.oneIn(20) ? "" : "--b--\r\n");
        }

        private String json(JsonNode value) {
            try {
                return (chance.oneIn(2) ? JSON : ASCII).writeValueAsString(value);
            } catch (JsonProcessingException e) {
                throw new IllegalStateException(e);
            }
        }

        private String text(JsonNode value) {
            return value.isTextual() ? value.textValue() : json(value);
        }

        private void bend() {
            for (int i = chance.below(3); i > 0; i--) {
                headers.add(chance.below(headers.size() + 1), chance.pick(Bends.HEADERS));
            }
            if (chance.oneIn(3)) {
                query.add(chance.pick(Bends.QUERIES));
            }
            if (chance.oneIn(6)) {
                method = chance.pick(Bends.METHODS);
                operation = operation.flatMap(one -> document.operation(method, one.path()));
            }
            if (body.length > 0 && chance.oneIn(5)) {
                body[chance.below(body.length)] = (byte) chance.below(256);
            }
            if (body.length > 0 && chance.oneIn(8)) {
                body = Arrays.copyOf(body, chance.below(body.length));
            }
            if (chance.oneIn(10)) {
                body = new String(body, StandardCharsets.UTF_8).getBytes(chance.pick(Bends.CHARSETS));
            }
        }

        private Sent send() {
            boolean chunked = chance.oneIn(6);
            byte[] content = chunked ? chunks() : body;
            if (chunked) {
                headers.add("Transfer-Encoding: " + (isBent && chance.oneIn(8) ? "gzip, chunked" : "chunked"));
            }
            if (!chunked && body.length > 0 || isBent && chance.oneIn(20)) {
                int length = isBent && chance.oneIn(10) ? body.length + chance.below(21) - 10 : body.length;
                headers.add("Content-Length: " + length);
            }
            String target = path + (query.isEmpty() ? "" : "?" + String.join("&", query));
            String version = isBent && chance.oneIn(20) ? "1.0" : "1.1";
            String head = method + " " + target + " HTTP/" + version + CRLF + "Host: 127.0.0.1:" + port + CRLF
                    + String.join("", headers.stream().map(one -> one + CRLF).toList())
                    + (isBent && chance.oneIn(60) ? "\n" : CRLF);
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            bytes.writeBytes(
                    head.getBytes(isBent && chance.oneIn(2) ? StandardCharsets.ISO_8859_1 : StandardCharsets.UTF_8));
            bytes.writeBytes(content);
            return new Sent(number, role, operation, method, path.toString(), isBent, bytes.toByteArray());
        }

        private byte[] chunks() {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            if (body.length > 0) {
                String size =
                        isBent && chance.oneIn(15) ? chance.pick(Bends.CHUNK_SIZES) : Integer.toHexString(body.length);
                out.writeBytes(utf8(size + (isBent && chance.oneIn(10) ? "\n" : CRLF)));
                out.writeBytes(body);
                out.writeBytes(utf8(CRLF));
            }
            if (!isBent || !chance.oneIn(12)) {
                out.writeBytes(utf8("0" + CRLF + CRLF));
            }
            return out.toByteArray();
        }
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** In per cent, surrogates without a partner too, which UTF-8 does not have. */
    private static String encoded(String text) {
        StringBuilder encoded = new StringBuilder();
        text.codePoints().forEach(point -> {
            if (point < 128 && (Character.isLetterOrDigit(point) || UNRESERVED.indexOf(point) >= 0)) {
                encoded.append((char) point);
            } else if (point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE) {
                encoded.append(String.format(
                        "%%%02X%%%02X%%%02X", 0xE0 | point >> 12, 0x80 | point >> 6 & 63, 0x80 | point & 63));
            } else {
                for (byte one : utf8(Character.toString(point))) {
                    encoded.append(String.format("%%%02X", one));
                }
            }
        });
        return encoded.toString();
    }
}

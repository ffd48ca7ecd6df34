package io.bouquet.events.rest;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An event as all clients get it.
 *
 * @param number counts the events of a log, from 1
 * @param groups of the accounts that may see it; empty if every account may
 * @param bytes  the lines of the event stream
 */
record Event(long number, String topic, Set<String> groups, byte[] bytes) {
    static final int MAX_BYTES = 64 * 1024;

    private static final int MAX_DEPTH = 20;
    private static final JsonFactory JSON = new JsonFactory();

    /**
     * Writes an event.
     *
     * @param id as the client repeats it in {@code Last-Event-ID}; empty if the event is not to be repeated
     */
    static byte[] lines(String id, String topic, Instant at, Map<String, ?> data) {
        ByteArrayOutputStream lines = new ByteArrayOutputStream();
        lines.writeBytes(((id.isEmpty() ? "" : "id: " + id + "\n") + "event: " + topic + "\ndata: ")
                .getBytes(StandardCharsets.UTF_8));
        try (JsonGenerator json = JSON.createGenerator(lines, JsonEncoding.UTF8)) {
            json.writeStartObject();
            json.writeStringField("topic", topic);
            json.writeStringField("at", at.toString());
            json.writeFieldName("data");
            write(json, data, 0);
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        lines.writeBytes("\n\n".getBytes(StandardCharsets.UTF_8));
        if (lines.size() > MAX_BYTES) {
            throw new IllegalArgumentException(
                    "the event is " + lines.size() + " bytes long; the limit is " + MAX_BYTES);
        }
        return lines.toByteArray();
    }

    /** Writes only JSON's own types, so that no class of a plugin is looked at or kept. */
    private static void write(JsonGenerator json, @Nullable Object value, int depth) throws IOException {
        if (depth > MAX_DEPTH) {
            throw new IllegalArgumentException("the data are nested deeper than " + MAX_DEPTH + " levels");
        }
        if (value instanceof Map<?, ?> map) {
            json.writeStartObject();
            for (Map.Entry<?, ?> member : map.entrySet()) {
                json.writeFieldName(wellFormed(String.valueOf(member.getKey())));
                write(json, member.getValue(), depth + 1);
            }
            json.writeEndObject();
        } else if (value instanceof Iterable<?> many) {
            json.writeStartArray();
            for (Object one : many) {
                write(json, one, depth + 1);
            }
            json.writeEndArray();
        } else if (value instanceof CharSequence text) {
            json.writeString(wellFormed(text.toString()));
        } else if (value == null
                || value instanceof Boolean
                || value instanceof Number && value.getClass().getName().startsWith("java.")) {
            json.writeObject(value);
        } else {
            throw new IllegalArgumentException(
                    "the data hold a " + value.getClass().getName()
                            + "; only strings, numbers, booleans, nulls, maps and iterables can be sent");
        }
    }

    /** Replaces lone surrogates, which have no UTF-8 form. */
    private static String wellFormed(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    }
}

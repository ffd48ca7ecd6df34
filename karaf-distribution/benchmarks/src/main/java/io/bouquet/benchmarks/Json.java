package io.bouquet.benchmarks;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Map;

/** Reads JSON into maps, lists, strings, numbers and booleans. */
final class Json {
    private static final ObjectMapper MAPPER =
            new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private Json() {}

    /** @throws IllegalArgumentException if {@code text} is not one JSON value */
    static Object read(String text) {
        try {
            Object value = MAPPER.readValue(text, Object.class);
            return value == null ? Map.of() : value;
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    /** The member of a path of names; an empty map if there is none. */
    static Object at(Object value, String... path) {
        Object here = value;
        for (String name : path) {
            here = here instanceof Map<?, ?> map && map.get(name) != null ? map.get(name) : Map.of();
        }
        return here;
    }

    static String string(Object value, String... path) {
        return at(value, path) instanceof String string ? string : "";
    }

    static List<?> list(Object value, String... path) {
        return at(value, path) instanceof List<?> list ? list : List.of();
    }

    static Map<?, ?> map(Object value, String... path) {
        return at(value, path) instanceof Map<?, ?> map ? map : Map.of();
    }

    static long number(Object value, String... path) {
        return at(value, path) instanceof Number number ? number.longValue() : -1;
    }
}

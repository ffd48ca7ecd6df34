package io.bouquet.jobs.jpa;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.type.TypeFactory;
import com.fasterxml.jackson.databind.util.LRUMap;
import com.fasterxml.jackson.databind.util.LookupCache;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads and writes values in JSON's types. Thread-safe. */
final class JsonText {
    private static final int MAX_DEPTH = 100;
    private static final TypeReference<LinkedHashMap<String, Object>> OBJECT = new TypeReference<>() {};

    private static final JsonMapper JSON = newMapper();
    private static final ObjectWriter ASCII = JSON.writer().with(JsonWriteFeature.ESCAPE_NON_ASCII);

    private JsonText() {}

    private static JsonMapper newMapper() {
        JsonFactory factory = JsonFactory.builder()
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(MAX_DEPTH)
                        // the reader of lines limits the whole text
                        .maxStringLength(Integer.MAX_VALUE)
                        .build())
                .build();
        // Jackson's default type cache is static and would keep this bundle's classes after an update
        LookupCache<Object, JavaType> types = new LRUMap<>(16, 64);
        return JsonMapper.builder(factory)
                .typeFactory(TypeFactory.defaultInstance().withCache(types))
                .enable(
                        DeserializationFeature.FAIL_ON_TRAILING_TOKENS,
                        DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
                .build();
    }

    /** Reads any value. */
    static @Nullable Object parse(String json) throws JsonProcessingException {
        return JSON.readValue(json, Object.class);
    }

    /** Reads an object that the database holds. */
    static Map<String, Object> readObject(String stored) {
        try {
            return JSON.readValue(stored, OBJECT);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(
                    "the database holds JSON that cannot be read: " + e.getOriginalMessage(), e);
        }
    }

    /**
     * Writes a value in one line. The text has a form in UTF-8 whatever the value holds.
     *
     * @throws IllegalArgumentException if it is not in JSON's types
     */
    static String write(Object value) {
        PlainJson.require(value);
        try {
            String json = JSON.writeValueAsString(value);
            return Unicode.loneSurrogate(json) < 0 ? json : ASCII.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("the value cannot be written as JSON: " + e.getOriginalMessage(), e);
        }
    }
}

package io.bouquet.jobs.jpa;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.bouquet.common.Surrogates;
import io.bouquet.common.json.BundleJson;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads and writes values in JSON's types. Thread-safe. */
final class JsonText {
    private static final TypeReference<LinkedHashMap<String, Object>> OBJECT = new TypeReference<>() {};

    private static final JsonMapper JSON = BundleJson.strict()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();
    private static final ObjectWriter ASCII = JSON.writer().with(JsonWriteFeature.ESCAPE_NON_ASCII);

    private JsonText() {}

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
            return Surrogates.firstUnpaired(json) < 0 ? json : ASCII.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("the value cannot be written as JSON: " + e.getOriginalMessage(), e);
        }
    }
}

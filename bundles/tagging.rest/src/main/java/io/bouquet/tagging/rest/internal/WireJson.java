package io.bouquet.tagging.rest.internal;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.type.TypeFactory;
import com.fasterxml.jackson.databind.util.LRUMap;
import com.fasterxml.jackson.databind.util.LookupCache;

/** Reads and writes the JSON of answers that are written piece by piece. */
final class WireJson {
    static final int MAX_DEPTH = 100;
    private static final int MIN_TYPES = 16;
    private static final int MAX_TYPES = 64;

    private WireJson() {}

    /** Returns a mapper with a cache of types of its own: Jackson's is static, and would keep classes after an update. */
    static ObjectMapper newMapper() {
        LookupCache<Object, JavaType> types = new LRUMap<>(MIN_TYPES, MAX_TYPES);
        ObjectMapper json = JsonMapper.builder()
                .typeFactory(TypeFactory.defaultInstance().withCache(types))
                .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .build();
        json.getFactory()
                .setStreamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(MAX_DEPTH)
                        // lines are limited
                        .maxStringLength(Integer.MAX_VALUE)
                        .build());
        return json;
    }
}

package io.bouquet.common.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.type.TypeFactory;
import com.fasterxml.jackson.databind.util.LRUMap;
import com.fasterxml.jackson.databind.util.LookupCache;

/**
 * Mappers with caches of types of their own. Jackson's default cache is static, and would keep the classes of a bundle after
 * its update.
 */
public final class BundleJson {
    /** Levels of arrays and objects that a strict mapper reads. */
    public static final int MAX_DEPTH = 100;

    private static final int MIN_TYPES = 16;
    private static final int MAX_TYPES = 64;

    private BundleJson() {}

    /** Returns a type factory that caches up to {@code maxTypes} types itself. */
    public static TypeFactory types(int maxTypes) {
        LookupCache<Object, JavaType> cache = new LRUMap<>(MIN_TYPES, maxTypes);
        return TypeFactory.defaultInstance().withCache(cache);
    }

    /** Returns the builder of a mapper with Jackson's defaults, which also knows {@link InterfaceAccessors}. */
    public static JsonMapper.Builder mapper() {
        return JsonMapper.builder().typeFactory(types(MAX_TYPES)).accessorNaming(new InterfaceAccessors());
    }

    /**
     * Returns the builder of a mapper for the JSON of callers: it refuses duplicate members, text after the value, and more
     * than {@link #MAX_DEPTH} levels. Strings may have any length, so limit the whole text.
     */
    public static JsonMapper.Builder strict() {
        JsonFactory factory = JsonFactory.builder()
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(MAX_DEPTH)
                        .maxStringLength(Integer.MAX_VALUE)
                        .build())
                .build();
        return JsonMapper.builder(factory)
                .typeFactory(types(MAX_TYPES))
                .accessorNaming(new InterfaceAccessors())
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION);
    }
}

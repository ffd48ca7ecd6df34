package io.bouquet.web.binding.internal;

import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Maps; a key is a text in JSON, whatever it is in Java. */
record MapPlan(Plan key, Plan value, boolean isSorted) implements Plan {
    static Plan of(JavaType type, boolean strict) {
        Class<?> raw = type.getRawClass();
        boolean isSorted = !raw.isAssignableFrom(LinkedHashMap.class);
        if (isSorted && !raw.isAssignableFrom(TreeMap.class)) {
            return new JacksonPlan(type);
        }
        return new MapPlan(Plans.of(type.getKeyType(), false), Plans.of(type.getContentType(), strict), isSorted);
    }

    @Override
    public @Nullable Object bind(JsonNode node, Place at, Attempt attempt) {
        if (!node.isObject()) {
            return attempt.refuse(node, new Misfit("dict_type"), at);
        }
        Map<@Nullable Object, @Nullable Object> map = isSorted ? new TreeMap<>() : new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> entry : node.properties()) {
            Place inner = at.step(entry.getKey());
            Object bound = key.bind(TextNode.valueOf(entry.getKey()), inner, attempt);
            Object content = value.bind(entry.getValue(), inner, attempt);
            if (bound != null) {
                map.put(bound, content);
            }
        }
        return map;
    }

    @Override
    public Plan inner(Object step) {
        return value;
    }
}

package io.bouquet.web.binding.internal;

import java.util.Map;
import java.util.Objects;

/**
 * Why a value is refused.
 *
 * @param type       in Pydantic's vocabulary
 * @param ctx        the violated limits
 * @param template   of the message for people: a text, the key of one in braces, or both
 * @param parameters what the template may have in braces beside {@code ctx}
 */
record Misfit(String type, Map<String, Object> ctx, String template, Map<String, Object> parameters) {
    Misfit(String type) {
        this(type, Map.of());
    }

    Misfit(String type, Map<String, Object> ctx) {
        this(type, ctx, "{" + type + "}");
    }

    Misfit(String type, Map<String, Object> ctx, String template) {
        this(type, ctx, template, Map.of());
    }

    /** A refusal by code of a plugin, in its own words. */
    static Misfit of(IllegalArgumentException refused) {
        return new Misfit("value_error", Map.of(), Objects.requireNonNullElse(refused.getMessage(), "{value_error}"));
    }
}

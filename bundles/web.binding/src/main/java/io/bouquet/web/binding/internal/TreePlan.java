package io.bouquet.web.binding.internal;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/** JSON that the resource reads itself. */
final class TreePlan implements Plan {
    private final Class<?> type;

    private TreePlan(Class<?> type) {
        this.type = type;
    }

    static Plan of(Class<?> type) {
        return new TreePlan(type);
    }

    @Override
    public @Nullable Object bind(JsonNode node, Place at, Attempt attempt) {
        return type.isInstance(node) ? node : attempt.refuse(node, new Misfit("model_attributes_type"), at);
    }

    @Override
    public boolean takesNull() {
        return true;
    }
}

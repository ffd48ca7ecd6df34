package io.bouquet.web.binding.internal;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/** How a JSON value becomes a value of one Java type. Compiled once for a type, and immutable. */
interface Plan {
    /** Returns the value; null if it was refused, and {@code attempt} then has the reasons. */
    @Nullable
    Object bind(JsonNode node, Place at, Attempt attempt);

    /** Returns the value where JSON has none. */
    default @Nullable Object absent() {
        return null;
    }

    /** Whether {@link #bind} takes JSON's null; else null is the absence of a value, or refused if a value is required. */
    default boolean takesNull() {
        return false;
    }

    /** Returns the plan for what is in a value: for a property by its name in Java or in JSON, or for an element. */
    default Plan inner(Object step) {
        return this;
    }

    /** Returns the name in JSON of a property by its name in Java; null if it has no such property. */
    default @Nullable String nameOf(String property) {
        return property;
    }

    /** Returns the place of a step of a location among its siblings. */
    default int order(Object step) {
        return step instanceof Integer index ? index : Integer.MAX_VALUE;
    }
}

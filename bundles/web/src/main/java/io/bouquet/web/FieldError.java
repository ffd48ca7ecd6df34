package io.bouquet.web;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One error in a request, in Pydantic's vocabulary.
 *
 * @param type  {@code missing}, {@code string_type}, {@code enum}, …
 * @param loc   location: {@code ["body", "documents", 3, "text"]}; indexes are {@link Integer}s
 * @param msg   message for people that continues the location: {@code must be a string}
 * @param input the invalid value, shortened; null if there is none
 * @param ctx   the violated limits by name; empty if there are none
 */
public record FieldError(
        String type, List<Object> loc, String msg, @Nullable Object input, Map<String, Object> ctx) {
    public FieldError {
        loc = List.copyOf(loc);
        ctx = Map.copyOf(ctx);
    }

    public FieldError(String type, List<Object> loc, String msg, @Nullable Object input) {
        this(type, loc, msg, input, Map.of());
    }

    /** Returns the error of a text that a database cannot store; empty if it can. */
    public static Optional<FieldError> ofNul(List<Object> loc, String text) {
        return text.indexOf('\0') < 0
                ? Optional.empty()
                : Optional.of(new FieldError("value_error", loc, "must not hold U+0000, which cannot be kept", null));
    }

    /** Returns the location for people: {@code body.documents[3].text}. */
    public String place() {
        StringBuilder place = new StringBuilder();
        for (Object step : loc) {
            if (step instanceof Integer) {
                place.append('[').append(step).append(']');
            } else {
                place.append(place.isEmpty() ? "" : ".").append(step);
            }
        }
        return place.toString();
    }
}

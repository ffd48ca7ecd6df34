package io.bouquet.jobs;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Why a parameter or a document is invalid, in Pydantic's vocabulary.
 *
 * @param type  {@code missing}, {@code string_type}, {@code enum}, …
 * @param loc   location: names, and {@link Integer} indexes and line numbers
 * @param msg   message for people that continues the location: {@code must be a string}
 * @param input the invalid value, shortened; null if there is none
 * @param ctx   the violated limits by name; empty if there are none
 */
public record InputError(
        String type, List<Object> loc, String msg, @Nullable Object input, Map<String, Object> ctx) {
    public InputError {
        loc = List.copyOf(loc);
        ctx = Map.copyOf(ctx);
    }

    public InputError(String type, List<Object> loc, String msg) {
        this(type, loc, msg, null, Map.of());
    }

    /** Returns the same error at a location below another one. */
    public InputError below(List<Object> place) {
        List<Object> whole = new ArrayList<>(place);
        whole.addAll(loc);
        return new InputError(type, whole, msg, input, ctx);
    }

    /** Returns the location and the message: {@code line 3, text: must be a string}. */
    public String text() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < loc.size(); i++) {
            boolean isAfterLine = i > 0 && loc.get(i - 1).equals("line");
            text.append(i == 0 ? "" : isAfterLine ? " " : ", ").append(loc.get(i));
        }
        return text.append(text.isEmpty() ? "" : ": ").append(msg).toString();
    }
}

package io.bouquet.web.binding.internal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bouquet.web.ProblemException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One attempt to bind a request, with everything that is wrong with it so far. */
final class Attempt {
    /**
     * One error.
     *
     * @param input the refused value as it is shown; null if there is none
     */
    record Failure(
            List<Object> loc, Misfit misfit, @Nullable Object input) {}

    /** Ends the binding, since the answer has no room for more errors. */
    static final class TooManyFailures extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private TooManyFailures() {
            super(null, null, false, false);
        }
    }

    private final ObjectMapper json;
    private final List<Failure> failures = new ArrayList<>();

    Attempt(ObjectMapper json) {
        this.json = json;
    }

    ObjectMapper json() {
        return json;
    }

    List<Failure> failures() {
        return failures;
    }

    /** Refuses a value; returns null, for the value that was not bound. */
    @Nullable
    Object refuse(JsonNode node, Misfit misfit, Place at) {
        add(new Failure(at.loc(), misfit, shown(node)));
        return null;
    }

    void refuse(Misfit misfit, Place at) {
        add(new Failure(at.loc(), misfit, null));
    }

    /** Collects one error more than an answer has, to know that there are more. */
    private void add(Failure failure) {
        failures.add(failure);
        if (failures.size() > ProblemException.MAX_ERRORS) {
            throw new TooManyFailures();
        }
    }

    /** Refuses U+0000, which not all databases can store; returns whether {@code text} has none. */
    boolean accepts(String text, Place at) {
        if (text.indexOf('\0') < 0) {
            return true;
        }
        refuse(new Misfit("value_error", Map.of(), "{string_unicode}"), at);
        return false;
    }

    /** The same for all texts within a value. */
    boolean accepts(JsonNode node, Place at) {
        if (node.isTextual()) {
            return accepts(node.textValue(), at);
        }
        boolean accepted = true;
        for (int i = 0; node.isArray() && i < node.size(); i++) {
            accepted &= accepts(node.get(i), at.step(i));
        }
        if (node.isObject()) {
            for (var entry : node.properties()) {
                Place inner = at.step(entry.getKey());
                accepted &= accepts(entry.getKey(), inner) & accepts(entry.getValue(), inner);
            }
        }
        return accepted;
    }

    /** Returns the invalid value for the answer, without objects and arrays, which could be half of the body. */
    private static @Nullable Object shown(JsonNode node) {
        if (node.isBoolean()) {
            return node.booleanValue();
        }
        if (node.isNumber()) {
            return node.isIntegralNumber() && node.canConvertToLong()
                    ? (Object) node.longValue()
                    : node.isIntegralNumber() ? Place.shorten(node.asText()) : (Object) node.doubleValue();
        }
        return node.isTextual() ? Place.shorten(node.textValue()) : null;
    }
}

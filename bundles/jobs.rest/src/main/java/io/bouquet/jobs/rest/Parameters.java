package io.bouquet.jobs.rest;

import io.bouquet.web.FieldError;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads query parameters, and collects what does not fit. */
final class Parameters {
    private final Map<String, List<String>> parameters;
    private final List<FieldError> errors;

    /** Refuses unknown parameters: if a misspelt one were ignored, it would seem to have its effect. */
    Parameters(Map<String, List<String>> parameters, List<String> known, List<FieldError> errors) {
        this.parameters = parameters;
        this.errors = errors;
        parameters.keySet().stream()
                .filter(name -> !known.contains(name))
                .forEach(name -> errors.add(new FieldError(
                        "extra_forbidden",
                        List.of("query", name),
                        "is not known here; known: " + String.join(", ", known),
                        null)));
    }

    /** Returns null if the parameter is missing or empty. */
    @Nullable
    String text(String name) {
        List<String> values = parameters.getOrDefault(name, List.of());
        return values.isEmpty() || values.get(0).isEmpty() ? null : values.get(0);
    }

    long number(String name, long missing, long least, long most) {
        String value = text(name);
        if (value == null) {
            return missing;
        }
        long number;
        try {
            number = Long.parseLong(value);
        } catch (NumberFormatException e) {
            errors.add(
                    new FieldError("int_parsing", List.of("query", name), "must be a whole number that fits", value));
            return missing;
        }
        if (number < least) {
            errors.add(new FieldError(
                    "greater_than_equal",
                    List.of("query", name),
                    "must be at least " + least,
                    number,
                    Map.of("ge", least)));
        } else if (number > most) {
            errors.add(new FieldError(
                    "less_than_equal", List.of("query", name), "must be at most " + most, number, Map.of("le", most)));
        }
        return number;
    }
}

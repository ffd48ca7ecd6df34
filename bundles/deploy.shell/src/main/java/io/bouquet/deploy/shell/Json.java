package io.bouquet.deploy.shell;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;

/** Writes JSON for the option {@code --json}. */
final class Json {
    private Json() {}

    static String text(Object value) {
        try {
            return new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(value);
        } catch (JsonProcessingException never) {
            throw new IllegalStateException("no JSON for texts and numbers", never);
        }
    }
}

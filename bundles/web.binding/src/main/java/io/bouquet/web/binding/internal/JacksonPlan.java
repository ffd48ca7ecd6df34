package io.bouquet.web.binding.internal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A type that Jackson binds by annotations of its own; it stops at the first error. */
record JacksonPlan(JavaType type) implements Plan {
    @Override
    public @Nullable Object bind(JsonNode node, Place at, Attempt attempt) {
        if (node.isNull()) {
            return type.hasRawClass(Object.class) ? null : attempt.refuse(node, misfit(), at);
        }
        if (!attempt.accepts(node, at)) {
            return null;
        }
        try {
            return attempt.json().readerFor(type).readValue(node);
        } catch (JsonMappingException e) {
            Place inner = at;
            for (JsonMappingException.Reference step : e.getPath()) {
                inner = step.getFieldName() == null ? inner.step(step.getIndex()) : inner.step(step.getFieldName());
            }
            if (e instanceof UnrecognizedPropertyException) {
                attempt.refuse(new Misfit("extra_forbidden"), inner);
                return null;
            }
            return attempt.refuse(node, misfit(), inner);
        } catch (JsonProcessingException e) {
            return attempt.refuse(node, misfit(), at);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Misfit misfit() {
        Class<?> raw = type.getRawClass();
        if (raw == byte[].class) {
            return new Misfit("bytes_invalid_encoding");
        }
        if (raw.isArray() || Collection.class.isAssignableFrom(raw)) {
            return new Misfit("list_type");
        }
        return new Misfit(Map.class.isAssignableFrom(raw) ? "dict_type" : "model_attributes_type");
    }
}

package io.bouquet.tagging.rest.internal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bouquet.common.json.BundleJson;
import io.bouquet.web.FieldError;
import io.bouquet.web.ProblemException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the documents of a stream or of a socket: a text with its options and an id. */
final class LineDocument {
    static final List<Object> BODY = List.of("body");
    static final List<Object> TEXT = List.of("body", "text");

    private static final List<Object> ID = List.of("body", "id");

    private LineDocument() {}

    /** @throws ProblemException 422 if the line is not an object in JSON */
    static ObjectNode of(ObjectMapper json, byte[] line) {
        try {
            JsonNode document = json.readTree(line);
            if (document instanceof ObjectNode object) {
                return object;
            }
            throw invalid("model_attributes_type", "must be an object");
        } catch (StreamConstraintsException e) {
            throw invalid(
                    "json_invalid",
                    "is nested deeper than " + BundleJson.MAX_DEPTH + " levels, or has a number that is too long");
        } catch (JsonProcessingException e) {
            int column = e.getLocation() == null ? 1 : Math.max(e.getLocation().getColumnNr(), 1);
            String what = e.getOriginalMessage().lines().findFirst().orElse("not JSON");
            throw invalid("json_invalid", "is not JSON: column " + column + ": " + what);
        } catch (IOException e) {
            throw invalid("string_unicode", "is no text in UTF-8");
        }
    }

    /** @throws ProblemException 422 if the line is not in UTF-8 */
    static ObjectNode ofText(byte[] line) {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(line))
                    .toString();
            return JsonNodeFactory.instance.objectNode().put("text", text);
        } catch (CharacterCodingException e) {
            throw invalid("string_unicode", "is no text in UTF-8");
        }
    }

    private static ProblemException invalid(String type, String msg) {
        return ProblemException.unprocessable(List.of(new FieldError(type, BODY, msg, null, Map.of())));
    }

    /**
     * Takes the id out of a document: a string or a whole number; null if there is none.
     *
     * @throws ProblemException 422 if it is another value
     */
    static @Nullable Object takeId(ObjectNode document) {
        JsonNode id = document.remove("id");
        if (id == null) {
            return null;
        }
        if (id.isIntegralNumber() && id.canConvertToLong()) {
            return id.longValue();
        }
        RequestCheck check = new RequestCheck(List::of);
        String text = check.id(id, ID);
        check.complete();
        return text;
    }
}

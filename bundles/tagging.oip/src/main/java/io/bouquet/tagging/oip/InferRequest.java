package io.bouquet.tagging.oip;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bouquet.tagging.rest.OffsetUnit;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An inference request: one tensor of texts.
 *
 * @param id       null if there is none
 * @param texts    the elements of the input
 * @param shape    of the input, and so of each output
 * @param outputs  the layers asked for, and whether each one is wanted as binary data; empty for all layers
 * @param binary   whether outputs are wanted as binary data if they do not say themselves
 * @param language empty if not given
 * @param key      empty if not given
 */
record InferRequest(
        @Nullable String id,
        List<String> texts,
        List<Long> shape,
        Map<String, Boolean> outputs,
        boolean binary,
        String language,
        OffsetUnit offsets,
        String key) {
    private static final int LENGTH_BYTES = 4;

    /**
     * Reads a request.
     *
     * @param jsonLength value of {@code Inference-Header-Content-Length}: length of the JSON before the binary data; null
     *     if there are none
     * @throws OipException 400 if it is invalid
     */
    static InferRequest of(byte[] body, @Nullable String jsonLength, ObjectMapper json) {
        int length = jsonLength == null ? body.length : jsonLength(jsonLength, body.length);
        JsonNode root = parse(body, length, json);
        JsonNode input = input(root);
        List<Long> shape = shape(input.path("shape"));
        ByteBuffer binary = ByteBuffer.wrap(body, length, body.length - length);
        List<String> texts = texts(input, binary);
        checkShape(shape, texts.size());
        if (texts.contains("")) {
            throw OipException.invalid("element " + texts.indexOf("") + " of the input is an empty text");
        }
        JsonNode parameters = parameters(root, "the request");
        boolean binaryOutputs = flag(parameters, "binary_data_output");
        String offsets = string(parameters, "offsets", OffsetUnit.UTF16.wireName());
        return new InferRequest(
                root.hasNonNull("id") ? string(root, "id", "") : null,
                texts,
                shape,
                outputs(root, binaryOutputs),
                binaryOutputs,
                string(parameters, "language", ""),
                OffsetUnit.of(offsets)
                        .orElseThrow(() -> OipException.invalid("the parameter 'offsets' must be one of "
                                + OffsetUnit.NAMES + ", not '" + offsets + "'")),
                string(parameters, "key", ""));
    }

    private static int jsonLength(String header, int bodyLength) {
        try {
            int length = Integer.parseInt(header.strip());
            if (length >= 0 && length <= bodyLength) {
                return length;
            }
        } catch (NumberFormatException e) {
            // said below
        }
        throw OipException.invalid("the header Inference-Header-Content-Length must be a length of at most "
                + bodyLength + " bytes, the length of the body, not '" + header + "'");
    }

    private static JsonNode parse(byte[] body, int length, ObjectMapper json) {
        JsonNode root;
        try {
            root = json.readTree(body, 0, length);
        } catch (JsonProcessingException e) {
            String what = e.getOriginalMessage().lines().findFirst().orElse("");
            throw OipException.invalid("the request is not JSON: " + what);
        } catch (IOException e) {
            throw OipException.invalid("the request is not JSON in UTF-8");
        }
        if (!root.isObject()) {
            throw OipException.invalid("the request must be a JSON object");
        }
        return root;
    }

    private static JsonNode input(JsonNode root) {
        JsonNode inputs = root.path("inputs");
        if (!inputs.isArray() || inputs.size() != 1) {
            throw OipException.invalid("'inputs' must be a list with one tensor, '" + Model.TEXT + "'");
        }
        JsonNode input = inputs.get(0);
        if (!input.path("name").asText().equals(Model.TEXT)) {
            throw OipException.invalid(
                    "the input is called '" + Model.TEXT + "', not '" + shown(input.path("name")) + "'");
        }
        if (!input.path("datatype").asText().equals(Model.DATATYPE)) {
            throw OipException.invalid("the input '" + Model.TEXT + "' has the datatype " + Model.DATATYPE + ", not '"
                    + shown(input.path("datatype")) + "'");
        }
        return input;
    }

    private static List<Long> shape(JsonNode node) {
        List<Long> shape = new ArrayList<>();
        for (JsonNode dimension : node) {
            if (!dimension.isIntegralNumber() || dimension.bigIntegerValue().signum() < 0) {
                throw OipException.invalid(
                        "a dimension of 'shape' must be a whole number, not '" + shown(dimension) + "'");
            }
            shape.add(dimension
                    .bigIntegerValue()
                    .min(BigInteger.valueOf(Long.MAX_VALUE))
                    .longValue());
        }
        boolean isColumn = shape.size() == 2 && shape.get(1) == 1;
        if (!node.isArray() || shape.size() != 1 && !isColumn) {
            throw OipException.invalid("'shape' must be [n] or [n, 1] for n texts, not " + shown(node));
        }
        return shape;
    }

    private static void checkShape(List<Long> shape, int elements) {
        if (shape.get(0) != elements) {
            throw OipException.invalid(
                    "the shape " + shape + " does not fit the data, which have " + elements + " elements");
        }
        if (elements == 0) {
            throw OipException.invalid("the input '" + Model.TEXT + "' must have at least one text");
        }
    }

    private static List<String> texts(JsonNode input, ByteBuffer binary) {
        JsonNode parameters = parameters(input, "the input");
        List<String> texts = new ArrayList<>();
        if (parameters.has("binary_data_size")) {
            if (input.has("data")) {
                throw OipException.invalid("an input has either 'data' or binary data");
            }
            JsonNode size = parameters.path("binary_data_size");
            if (!size.canConvertToInt() || size.intValue() != binary.remaining()) {
                throw OipException.invalid("'binary_data_size' must be " + binary.remaining()
                        + ", the length of the binary data, not " + shown(size));
            }
            readBinary(binary.order(ByteOrder.LITTLE_ENDIAN), texts);
        } else if (binary.hasRemaining()) {
            throw OipException.invalid("the request has binary data, and no input that says its 'binary_data_size'");
        } else if (!input.path("data").isArray()) {
            throw OipException.invalid("'data' of the input must be a list of strings");
        } else {
            flatten(input.path("data"), texts);
        }
        return texts;
    }

    private static void flatten(JsonNode data, List<String> texts) {
        for (JsonNode element : data) {
            if (element.isArray()) {
                flatten(element, texts);
            } else if (element.isTextual()
                    && StandardCharsets.UTF_8.newEncoder().canEncode(element.textValue())) {
                texts.add(element.textValue());
            } else {
                throw OipException.invalid(
                        "element " + texts.size() + " of 'data' must be a string, not " + shown(element));
            }
        }
    }

    /** Each element is its length in four bytes, the lowest first, and then its bytes. */
    private static void readBinary(ByteBuffer binary, List<String> texts) {
        while (binary.hasRemaining()) {
            int length = binary.remaining() < LENGTH_BYTES ? -1 : binary.getInt();
            if (length < 0 || length > binary.remaining()) {
                throw OipException.invalid("element " + texts.size()
                        + " of the binary data must be its length in four bytes and then so many bytes");
            }
            ByteBuffer element = binary.slice().limit(length);
            try {
                texts.add(StandardCharsets.UTF_8.newDecoder().decode(element).toString());
            } catch (CharacterCodingException e) {
                throw OipException.invalid("element " + texts.size() + " of the binary data is no text in UTF-8");
            }
            binary.position(binary.position() + length);
        }
    }

    private static Map<String, Boolean> outputs(JsonNode root, boolean binary) {
        JsonNode outputs = root.path("outputs");
        if (!outputs.isMissingNode() && !outputs.isArray()) {
            throw OipException.invalid("'outputs' must be a list");
        }
        Map<String, Boolean> wanted = new LinkedHashMap<>();
        for (JsonNode output : outputs) {
            JsonNode parameters = parameters(output, "an output");
            if (parameters.path("classification").asInt() > 0) {
                throw OipException.invalid("no model has classifications");
            }
            wanted.put(
                    string(output, "name", ""),
                    parameters.has("binary_data") ? flag(parameters, "binary_data") : binary);
        }
        return wanted;
    }

    private static JsonNode parameters(JsonNode owner, String of) {
        JsonNode parameters = owner.path("parameters");
        if (!parameters.isMissingNode() && !parameters.isObject()) {
            throw OipException.invalid("'parameters' of " + of + " must be an object");
        }
        return parameters;
    }

    private static boolean flag(JsonNode parameters, String name) {
        JsonNode flag = parameters.path(name);
        if (!flag.isMissingNode() && !flag.isBoolean()) {
            throw OipException.invalid("the parameter '" + name + "' must be true or false, not " + shown(flag));
        }
        return flag.asBoolean();
    }

    private static String string(JsonNode owner, String name, String otherwise) {
        JsonNode value = owner.path(name);
        if (!value.isMissingNode() && !value.isTextual()) {
            throw OipException.invalid("'" + name + "' must be a string, not " + shown(value));
        }
        return value.isMissingNode() ? otherwise : value.textValue();
    }

    private static String shown(JsonNode value) {
        String text = value.isMissingNode() ? "nothing" : value.isTextual() ? value.textValue() : value.toString();
        return text.length() <= 100 ? text : text.substring(0, 100) + "…";
    }
}

package io.bouquet.tagging.oip;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The answer to an inference request.
 *
 * @param jsonLength length of the JSON before the binary data; the length of the body if there are none
 */
record InferResponse(byte[] body, int jsonLength) {
    boolean isBinary() {
        return jsonLength < body.length;
    }

    static InferResponse of(Model model, InferRequest request, Inference.Result result, ObjectMapper json) {
        ByteArrayOutputStream binary = new ByteArrayOutputStream();
        List<Map<String, Object>> outputs = new ArrayList<>();
        result.outputs().forEach((layer, elements) -> {
            Map<String, Object> output = new LinkedHashMap<>();
            output.put("name", layer);
            output.put("datatype", Model.DATATYPE);
            output.put("shape", request.shape());
            if (request.outputs().getOrDefault(layer, request.binary())) {
                int before = binary.size();
                elements.forEach(element -> append(binary, element.getBytes(StandardCharsets.UTF_8)));
                output.put("parameters", Map.of("binary_data_size", binary.size() - before));
            } else {
                output.put("data", elements);
            }
            outputs.add(output);
        });
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("model_name", model.name());
        members.put("model_version", result.version());
        if (request.id() != null) {
            members.put("id", request.id());
        }
        members.put("parameters", Map.of("generation", result.generation()));
        members.put("outputs", outputs);
        try {
            byte[] header = json.writeValueAsBytes(members);
            byte[] body = new byte[header.length + binary.size()];
            System.arraycopy(header, 0, body, 0, header.length);
            System.arraycopy(binary.toByteArray(), 0, body, header.length, binary.size());
            return new InferResponse(body, header.length);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void append(ByteArrayOutputStream binary, byte[] element) {
        binary.writeBytes(ByteBuffer.allocate(Integer.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(element.length)
                .array());
        binary.writeBytes(element);
    }
}

package io.bouquet.tagging.oip;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bouquet.tagging.oip.Wire.InferenceResponse;
import io.bouquet.tagging.oip.Wire.OutputTensor;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
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
        List<OutputTensor> outputs = new ArrayList<>();
        result.outputs().forEach((layer, elements) -> {
            Map<String, Integer> parameters = null;
            List<String> data = elements;
            if (request.outputs().getOrDefault(layer, request.binary())) {
                int before = binary.size();
                elements.forEach(element -> append(binary, element.getBytes(StandardCharsets.UTF_8)));
                parameters = Map.of("binary_data_size", binary.size() - before);
                data = null;
            }
            outputs.add(new OutputTensor(layer, Model.DATATYPE, request.shape(), parameters, data));
        });
        InferenceResponse response = new InferenceResponse(
                model.name(), result.version(), request.id(), Map.of("generation", result.generation()), outputs);
        try {
            byte[] header = json.writeValueAsBytes(response);
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

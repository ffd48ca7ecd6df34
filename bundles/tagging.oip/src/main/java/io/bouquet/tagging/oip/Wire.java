package io.bouquet.tagging.oip;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The JSON of the protocol. */
final class Wire {
    private Wire() {}

    /** An error of the protocol. */
    record OipError(String error) {}

    /** @param extensions of the protocol that the server has */
    record ServerMetadata(String name, String version, List<String> extensions) {}

    record Live(boolean live) {}

    record Ready(boolean live, boolean ready) {}

    record ModelReady(String name, boolean ready) {}

    /**
     * A model.
     *
     * @param versions versions that are ready
     */
    record ModelMetadata(
            String name,
            List<String> versions,
            String platform,
            List<TensorMetadata> inputs,
            List<TensorMetadata> outputs) {}

    /** @param shape -1 for any size */
    record TensorMetadata(String name, String datatype, List<Integer> shape) {}

    /** @param state {@code READY} or {@code UNAVAILABLE} */
    record IndexedModel(String name, String version, String state, String reason) {}

    /** An inference request, as the OpenAPI document describes it; {@link InferRequest} reads it. */
    record InferenceRequest(
            @Nullable String id,
            @Nullable InferenceParameters parameters,
            @JsonProperty(required = true) List<InputTensor> inputs,
            @Nullable List<RequestedOutput> outputs) {}

    /**
     * Parameters of a request.
     *
     * @param language ISO 639-1 code; detected if missing
     * @param offsets  unit of the offsets: {@code utf8}, {@code utf16} or {@code utf32}
     * @param key      requests with the same key get the same version in a canary
     */
    record InferenceParameters(
            @Nullable String language,
            @Nullable String offsets,
            @Nullable String key,
            @JsonProperty("binary_data_output") @Nullable Boolean binaryDataOutput) {}

    /**
     * The input.
     *
     * @param name     {@code text}
     * @param datatype {@code BYTES}
     * @param shape    {@code [n]} or {@code [n, 1]}
     * @param data     the texts
     */
    record InputTensor(
            @JsonProperty(required = true) String name,
            @JsonProperty(required = true) String datatype,
            @JsonProperty(required = true) List<Long> shape,
            @Nullable Map<String, Object> parameters,
            @Nullable List<Object> data) {}

    /** @param name a layer */
    record RequestedOutput(
            @JsonProperty(required = true) String name,
            @Nullable Map<String, Object> parameters) {}

    /** The answer to an inference request. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record InferenceResponse(
            @JsonProperty(value = "model_name", required = true)
            String modelName,

            @JsonProperty(value = "model_version", required = true)
            String modelVersion,

            @Nullable String id,
            @JsonProperty(required = true) Map<String, Long> parameters,
            @JsonProperty(required = true) List<OutputTensor> outputs) {}

    /**
     * A layer.
     *
     * @param data one text of JSON for each input; missing if they are binary
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record OutputTensor(
            @JsonProperty(required = true) String name,
            @JsonProperty(required = true) String datatype,
            @JsonProperty(required = true) List<Long> shape,
            @Nullable Map<String, Integer> parameters,
            @Nullable List<String> data) {}
}

package io.bouquet.tagging.oip;

import io.bouquet.tagging.oip.Wire.InferenceRequest;
import io.bouquet.tagging.oip.Wire.InferenceResponse;
import io.bouquet.tagging.oip.Wire.ModelMetadata;
import io.bouquet.tagging.oip.Wire.ModelReady;
import io.bouquet.tagging.oip.Wire.OipError;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import javax.ws.rs.core.MediaType;

/** What the OpenAPI document says of methods that are there twice: for a model, and for one version of it. */
final class OipAnswers {
    private OipAnswers() {}

    @ApiResponse(
            responseCode = "200",
            description = "OK",
            content = @Content(schema = @Schema(implementation = ModelMetadata.class)))
    @Retention(RetentionPolicy.RUNTIME)
    @Target(ElementType.METHOD)
    @interface Metadata {}

    @ApiResponse(
            responseCode = "200",
            description = "OK",
            content = @Content(schema = @Schema(implementation = ModelReady.class)))
    @ApiResponse(
            responseCode = "400",
            description = "It is not ready",
            content = @Content(schema = @Schema(oneOf = {ModelReady.class, OipError.class})))
    @Retention(RetentionPolicy.RUNTIME)
    @Target(ElementType.METHOD)
    @interface Readiness {}

    @RequestBody(
            required = true,
            content = {
                @Content(
                        mediaType = MediaType.APPLICATION_JSON,
                        schema = @Schema(implementation = InferenceRequest.class)),
                @Content(
                        mediaType = MediaType.APPLICATION_OCTET_STREAM,
                        schema = @Schema(type = "string", format = "binary"))
            })
    @ApiResponse(
            responseCode = "200",
            description = "OK; binary data follow the JSON if the request asks for them",
            content = {
                @Content(
                        mediaType = MediaType.APPLICATION_JSON,
                        schema = @Schema(implementation = InferenceResponse.class)),
                @Content(
                        mediaType = MediaType.APPLICATION_OCTET_STREAM,
                        schema = @Schema(type = "string", format = "binary"))
            })
    @ApiResponse(
            responseCode = "504",
            description = "No layer was complete in time",
            content = @Content(schema = @Schema(implementation = OipError.class)))
    @Retention(RetentionPolicy.RUNTIME)
    @Target(ElementType.METHOD)
    @interface Infers {}
}

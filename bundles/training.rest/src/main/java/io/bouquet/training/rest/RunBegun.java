package io.bouquet.training.rest;

import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Documents the answer of a method that begins a run. */
@ApiResponse(
        responseCode = "202",
        description = "The run has begun; it is at `Location`",
        content = @Content(schema = @Schema(implementation = WireRun.class)))
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
@interface RunBegun {}

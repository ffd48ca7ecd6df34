package io.bouquet.deploy.rest;

import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Documents the answers of a method that begins a change, or plans it. */
@ApiResponse(
        responseCode = "202",
        description = "The change has begun; its receipt is at `Location`",
        content = @Content(schema = @Schema(implementation = WireReceipt.class)))
@ApiResponse(
        responseCode = "200",
        description = "With `plan=true`: what the change would do",
        content = @Content(schema = @Schema(implementation = WirePlan.class)))
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
@interface ReceiptOrPlan {}

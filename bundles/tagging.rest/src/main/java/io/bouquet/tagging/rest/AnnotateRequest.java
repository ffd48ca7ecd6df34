package io.bouquet.tagging.rest;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A text to annotate, as the OpenAPI document describes it. {@link TextAnnotator} reads the body itself, to find all errors.
 *
 * @param text     at most 1,000,000 characters, unless configured otherwise
 * @param layers   names of the layers to add, as {@code GET /api/pipelines} lists them; all layers of the language if missing
 * @param language ISO 639-1 code; detected if missing
 * @param offsets  unit of {@code begin} and {@code end}: {@code utf8}, {@code utf16} or {@code utf32}; {@code utf16} if missing
 * @param key      requests with the same key get the same version in a canary; at most 200 characters
 */
public record AnnotateRequest(
        @JsonProperty(required = true) String text,
        @Nullable List<String> layers,
        @Nullable String language,
        @Nullable String offsets,
        @Nullable String key) {}

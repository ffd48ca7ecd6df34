package io.bouquet.tagging.rest;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A text to annotate, as it comes over the wire.
 *
 * @param layers   missing for all that the language has
 * @param language ISO 639-1 code; missing to have it detected
 * @param offsets  a wire name of {@link OffsetUnit}; missing for {@code utf16}
 */
public record AnnotateBody(
        @JsonProperty(required = true) String text,
        @Nullable List<String> layers,
        @Nullable String language,
        @Nullable String offsets) {}

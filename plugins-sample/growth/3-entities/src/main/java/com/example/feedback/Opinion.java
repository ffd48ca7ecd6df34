package com.example.feedback;

import javax.validation.constraints.Max;
import javax.validation.constraints.Min;
import javax.validation.constraints.NotBlank;
import javax.validation.constraints.Size;

/**
 * What somebody thinks.
 *
 * @param text  in their own words, in English
 * @param stars from 1 to 5
 */
public record Opinion(
        @NotBlank @Size(max = 2_000) String text,
        @Min(1) @Max(5) int stars) {}

package io.bouquet.benchmarks.probe;

import java.util.List;
import javax.validation.constraints.Max;
import javax.validation.constraints.Min;
import javax.validation.constraints.NotBlank;
import javax.validation.constraints.NotNull;
import javax.validation.constraints.Size;

/** The body that the servlet and the resource both take with a POST, and validate. */
public record Review(
        @NotBlank @Size(max = 50) String title,
        @NotBlank @Size(max = 5_000) String text,
        @NotBlank @Size(max = 50) String author,
        @Min(1) @Max(5) int stars,
        @NotNull @Size(max = 5) List<@NotBlank @Size(max = 20) String> tags) {
    /** The answer to it. */
    public record Kept(String title, int stars, List<String> tags) {}

    Kept kept() {
        return new Kept(title, stars, tags);
    }
}

package io.bouquet.benchmarks.probe;

import java.util.List;
import javax.validation.constraints.Max;
import javax.validation.constraints.Min;
import javax.validation.constraints.NotBlank;
import javax.validation.constraints.NotNull;
import javax.validation.constraints.Size;

/** A {@link Review} with constraints, which the servlet and the resource both check. */
public record CheckedReview(
        @NotBlank @Size(max = 50) String title,
        @NotBlank @Size(max = 1000) String text,
        @NotNull @Size(min = 2, max = 50) String author,
        @Min(1) @Max(5) int stars,
        @Size(max = 5) List<@NotBlank String> tags) {
    Review.Kept kept() {
        return new Review.Kept(title, stars, tags);
    }
}

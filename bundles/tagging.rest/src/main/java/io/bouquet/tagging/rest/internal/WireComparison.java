package io.bouquet.tagging.rest.internal;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.bouquet.tagging.Annotation;
import io.bouquet.tagging.Comparison;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A comparison in a REST response.
 *
 * @param agreement F1 score of the two versions, rounded to four digits
 */
record WireComparison(
        String tagger,
        String version,
        String candidate,
        long texts,
        long equal,
        double agreement,
        long both,
        long onlyVersion,
        long onlyCandidate,
        long failures,
        long dropped,
        long versionMicros,
        long candidateMicros,
        List<Difference> differences) {
    static WireComparison of(Comparison comparison) {
        return new WireComparison(
                comparison.tagger(),
                comparison.version(),
                comparison.candidate(),
                comparison.texts(),
                comparison.equal(),
                Math.round(comparison.agreement() * 10_000) / 10_000.0,
                comparison.both(),
                comparison.onlyVersion(),
                comparison.onlyCandidate(),
                comparison.failures(),
                comparison.dropped(),
                comparison.versionMicros(),
                comparison.candidateMicros(),
                comparison.differences().stream().map(Difference::of).toList());
    }

    /** @param offset offset of the excerpt in its text; all offsets are UTF-16 */
    record Difference(String excerpt, int offset, String layer, List<Mark> onlyVersion, List<Mark> onlyCandidate) {
        static Difference of(Comparison.Difference difference) {
            return new Difference(
                    difference.excerpt(),
                    difference.offset(),
                    difference.layer(),
                    difference.onlyVersion().stream().map(Mark::of).toList(),
                    difference.onlyCandidate().stream().map(Mark::of).toList());
        }
    }

    /** An annotation. Its text may extend beyond the excerpt. */
    record Mark(
            int begin,
            int end,
            String label,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            Double score) {
        static Mark of(Annotation annotation) {
            return new Mark(
                    annotation.span().begin(),
                    annotation.span().end(),
                    annotation.label(),
                    annotation.hasScore() ? Math.round(annotation.score() * 10_000) / 10_000.0 : null);
        }
    }
}

package io.bouquet.tagging;

import java.util.List;

/**
 * Compares two versions of a tagger on the same texts. Annotations are equal if their spans and labels are equal.
 *
 * @param texts           texts that both versions annotated
 * @param equal           texts without a difference
 * @param both            annotations that both versions made
 * @param onlyVersion     annotations that only the serving version made
 * @param onlyCandidate   annotations that only the shadow made
 * @param failures        texts on which the shadow failed
 * @param dropped         texts that were dropped because the shadow was too slow
 * @param versionMicros   median time of the serving version, in microseconds
 * @param candidateMicros median time of the shadow, in microseconds
 * @param differences     latest differences, the newest first
 */
public record Comparison(
        String tagger,
        String version,
        String candidate,
        long texts,
        long equal,
        long both,
        long onlyVersion,
        long onlyCandidate,
        long failures,
        long dropped,
        long versionMicros,
        long candidateMicros,
        List<Difference> differences) {
    /** Returns the F1 score of one version against the other, 0..1; 1 if neither made any annotation. */
    public double agreement() {
        long all = 2 * both + onlyVersion + onlyCandidate;
        return all == 0 ? 1 : 2.0 * both / all;
    }

    /**
     * A text on which the versions differ.
     *
     * @param excerpt part of the text around the first difference
     * @param offset  UTF-16 offset of the excerpt in the text
     */
    public record Difference(
            String excerpt, int offset, String layer, List<Annotation> onlyVersion, List<Annotation> onlyCandidate) {}
}

package io.bouquet.tagging;

import java.util.List;

/**
 * Two versions of a tagger on the same texts, annotation by annotation: span and label.
 *
 * @param texts            that both annotated
 * @param equal            of these, those without a difference
 * @param both             annotations that both made
 * @param onlyVersion      that only the one made that serves
 * @param onlyCandidate    that only the shadow made
 * @param failures         texts that the shadow failed
 * @param dropped          texts that it was not given, being behind
 * @param versionMicros    median time of the one that serves, microseconds
 * @param candidateMicros  median time of the shadow, microseconds
 * @param differences      the latest, newest first
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
    /** F1 of the two against each other, 0..1; 1 where neither made anything. */
    public double agreement() {
        long all = 2 * both + onlyVersion + onlyCandidate;
        return all == 0 ? 1 : 2.0 * both / all;
    }

    /**
     * A text on which they differ.
     *
     * @param excerpt of the text, around the first difference
     * @param offset  of the excerpt in the text, UTF-16
     */
    public record Difference(
            String excerpt, int offset, String layer, List<Annotation> onlyVersion, List<Annotation> onlyCandidate) {}
}

package io.bouquet.tagging.console;

import io.bouquet.console.spi.MarkedText;
import io.bouquet.tagging.Annotation;
import io.bouquet.tagging.Comparison;
import java.util.List;
import java.util.Locale;

/** A comparison with a shadow, as the page shows it. */
record ComparisonView(
        String version,
        String candidate,
        String texts,
        String equal,
        String agreement,
        String both,
        String onlyVersion,
        String onlyCandidate,
        String failures,
        String dropped,
        String versionMicros,
        String candidateMicros,
        List<Difference> differences) {
    /** An excerpt twice, each time with the annotations that only one version made. */
    record Difference(String layer, List<Side> sides) {
        static Difference of(Comparison.Difference it, String version, String candidate) {
            return new Difference(
                    it.layer(),
                    List.of(
                            new Side(version, marked(it, it.onlyVersion())),
                            new Side(candidate, marked(it, it.onlyCandidate()))));
        }

        private static MarkedText marked(Comparison.Difference it, List<Annotation> annotations) {
            return MarkedText.of(
                    it.excerpt(),
                    annotations.stream()
                            .map(annotation -> new MarkedText.Mark(
                                    Math.max(0, annotation.span().begin() - it.offset()),
                                    Math.max(0, annotation.span().end() - it.offset()),
                                    annotation.label(),
                                    Percent.of(annotation)))
                            .toList());
        }
    }

    record Side(String version, MarkedText marked) {}

    static ComparisonView of(Comparison it) {
        return new ComparisonView(
                it.version(),
                it.candidate(),
                number(it.texts()),
                number(it.equal()),
                // round down, so that only complete agreement is 100
                String.format(Locale.ROOT, "%.1f%%", Math.floor(1000 * it.agreement()) / 10),
                number(it.both()),
                number(it.onlyVersion()),
                number(it.onlyCandidate()),
                number(it.failures()),
                number(it.dropped()),
                millis(it.versionMicros()),
                millis(it.candidateMicros()),
                it.differences().stream()
                        .map(difference -> Difference.of(difference, it.version(), it.candidate()))
                        .toList());
    }

    private static String number(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    private static String millis(long micros) {
        return String.format(Locale.ROOT, "%.2f ms", micros / 1000.0);
    }
}

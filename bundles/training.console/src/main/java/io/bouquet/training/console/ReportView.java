package io.bouquet.training.console;

import io.bouquet.console.spi.Chart;
import io.bouquet.console.spi.Chart.Cell;
import io.bouquet.console.spi.Chart.Kind;
import io.bouquet.training.Report;
import io.bouquet.training.Report.Calibration;
import io.bouquet.training.Report.Comparison;
import io.bouquet.training.Report.Confusion;
import io.bouquet.training.Report.LabelScore;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A report with its pictures.
 *
 * @param labels      precision, recall and F1 of each label
 * @param confusion   null if texts have several labels
 * @param calibration null if the tagger gives no scores
 * @param verdict     what the comparison with another version says; empty if there is none
 */
record ReportView(
        String tagger,
        String version,
        String layer,
        String data,
        String fingerprint,
        String texts,
        String failed,
        String measure,
        String score,
        String width,
        String interval,
        String macroF1,
        Chart labels,
        @Nullable ConfusionView confusion,
        @Nullable Chart calibration,
        List<MistakeView> mistakes,
        String verdict,
        String tone) {
    /** Labels beyond these are in the table of the labels only. */
    private static final int MOST_CONFUSED = 20;

    private static final String NO_ANSWER = "(no answer)";

    /** @param cut what is left out; empty if nothing is */
    record ConfusionView(List<String> given, List<Line> lines, String cut) {}

    record Line(String right, List<Count> counts) {}

    /** @param shade classes of the style sheet: how large its share of the row is, and whether it is right */
    record Count(String value, String shade, String said) {}

    record MistakeView(String text, String expected, String given, String score) {}

    static ReportView of(Report report) {
        Comparison comparison = report.comparison();
        return new ReportView(
                report.tagger(),
                report.version(),
                report.layer(),
                report.data(),
                report.fingerprint(),
                String.format(Locale.ROOT, "%,d", report.texts()),
                report.failed() == 0 ? "" : String.format(Locale.ROOT, "%,d", report.failed()),
                report.measure(),
                rounded(report.score()),
                String.format(Locale.ROOT, "%.1f%%", 100 * report.score()),
                rounded(report.low()) + " to " + rounded(report.high()),
                rounded(report.macroF1()),
                labels(report.labels()),
                report.confusion() == null ? null : confusion(report.confusion()),
                report.calibration() == null ? null : calibration(report.calibration()),
                report.mistakes().stream()
                        .map(mistake -> new MistakeView(
                                mistake.text(),
                                named(mistake.expected()),
                                named(mistake.given()),
                                mistake.score() == null
                                        ? ""
                                        : String.format(Locale.ROOT, "%.0f%%", 100 * mistake.score())))
                        .toList(),
                comparison == null ? "" : verdict(report, comparison),
                comparison == null || !comparison.significant() ? "" : comparison.difference() > 0 ? "good" : "bad");
    }

    private static String verdict(Report report, Comparison comparison) {
        return String.format(
                Locale.ROOT,
                "%s %s is %s than %s (%.3f, difference %+.3f): it alone is right for %,d texts, the other one alone for"
                        + " %,d. %s (p = %.3f).",
                report.tagger(),
                report.version(),
                comparison.difference() == 0
                        ? "neither better nor worse"
                        : comparison.difference() > 0 ? "better" : "worse",
                comparison.version(),
                comparison.score(),
                comparison.difference(),
                comparison.onlyThis(),
                comparison.onlyOther(),
                comparison.significant()
                        ? "The difference is significant"
                        : "The difference may be chance; more data would tell",
                comparison.p());
    }

    private static Chart labels(List<LabelScore> labels) {
        return new Chart(
                Kind.BARS,
                "Scores of the labels",
                List.of("label", "precision", "recall", "F1"),
                labels.stream()
                        .map(label -> new Chart.Row(
                                Cell.of(String.format(Locale.ROOT, "%s (%,d)", label.label(), label.support())),
                                Cell.of(label.precision()),
                                Cell.of(label.recall()),
                                Cell.of(label.f1())))
                        .toList(),
                "In brackets: how often the label is a right answer.");
    }

    private static ConfusionView confusion(Confusion confusion) {
        int shown = Math.min(MOST_CONFUSED, confusion.labels().size());
        List<String> labels = confusion.labels().subList(0, shown);
        List<Line> lines = new ArrayList<>();
        for (int i = 0; i < shown; i++) {
            List<Integer> row = confusion.counts().get(i).subList(0, shown);
            int sum = confusion.counts().get(i).stream()
                    .mapToInt(Integer::intValue)
                    .sum();
            if (sum > 0) {
                List<Count> counts = new ArrayList<>();
                for (int j = 0; j < shown; j++) {
                    counts.add(count(row.get(j), sum, i == j));
                }
                lines.add(new Line(named(labels.get(i)), counts));
            }
        }
        return new ConfusionView(
                labels.stream().map(ReportView::named).toList(),
                lines,
                shown < confusion.labels().size()
                        ? String.format(
                                Locale.ROOT,
                                "The first %,d of %,d labels are shown.",
                                shown,
                                confusion.labels().size())
                        : "");
    }

    private static Count count(int count, int sum, boolean right) {
        return new Count(
                String.format(Locale.ROOT, "%,d", count),
                (right ? "right h" : "wrong h") + (count == 0 ? 0 : Math.min(9, 1 + 8 * count / sum)),
                String.format(Locale.ROOT, "%.0f%% of the row", 100.0 * count / sum));
    }

    private static Chart calibration(Calibration calibration) {
        return new Chart(
                Kind.CALIBRATION,
                "Calibration",
                List.of("score", "rate of right answers", "answers"),
                calibration.bins().stream()
                        .map(bin -> new Chart.Row(Cell.of(bin.score()), Cell.of(bin.right()), Cell.of(bin.answers())))
                        .toList(),
                String.format(
                        Locale.ROOT,
                        "On the dashed line, scores are true. Below it, the tagger is too sure of itself. On average"
                                + " they are %.1f points off.",
                        100 * calibration.error()));
    }

    private static String named(String label) {
        return label.isEmpty() ? NO_ANSWER : label;
    }

    private static String rounded(double value) {
        return String.format(Locale.ROOT, "%.3f", value);
    }
}

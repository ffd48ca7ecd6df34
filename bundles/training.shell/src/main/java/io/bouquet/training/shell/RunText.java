package io.bouquet.training.shell;

import io.bouquet.common.ByteSize;
import io.bouquet.training.Outcome;
import io.bouquet.training.Report;
import io.bouquet.training.Run;
import io.bouquet.training.RunRequest.Evaluate;
import io.bouquet.training.RunRequest.Train;
import io.bouquet.training.Trainings;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import org.apache.karaf.shell.support.table.Row;
import org.apache.karaf.shell.support.table.ShellTable;

/** Prints runs and what came of them. */
final class RunText {
    private static final int MISTAKES = 5;
    private static final int MOST_LABELS = 12;

    private RunText() {}

    /** Returns what a run is about: {@code sentiment mood}. */
    static String subject(Run run) {
        if (run.request() instanceof Train train) {
            return train.kind() + " " + train.name() + " " + train.version();
        }
        return run.request() instanceof Evaluate evaluate ? evaluate.tagger() + " " + evaluate.version() : "pipeline";
    }

    static void print(Run run, Trainings trainings, PrintStream out) {
        Outcome outcome = run.outcome();
        if (outcome == null) {
            return;
        }
        Report report = outcome.report();
        if (report != null) {
            print(report, out);
        }
        Outcome.Model model = outcome.model();
        if (model != null) {
            out.println(String.format(
                    Locale.ROOT,
                    "Trained %s %s with %d texts: the tagger %s of the layer %s, a bundle of %s",
                    model.bundle(),
                    model.version(),
                    model.texts(),
                    model.tagger(),
                    model.layer(),
                    ByteSize.text(model.bytes())));
            out.println(
                    model.receipt().isEmpty()
                            ? "It is not installed: plugin:install "
                                    + trainings
                                            .bundle(run.id())
                                            .map(Object::toString)
                                            .orElse("")
                            : "It is installed; receipt " + model.receipt());
        }
        Outcome.Speed speed = outcome.speed();
        if (speed != null) {
            print(speed, out);
        }
    }

    private static void print(Report report, PrintStream out) {
        out.println(String.format(
                Locale.ROOT,
                "%s %s on %s: %s %.4f (%.4f to %.4f with a probability of 95 %%), macro F1 %.4f, %d texts%s",
                report.tagger(),
                report.version(),
                report.data(),
                report.measure(),
                report.score(),
                report.low(),
                report.high(),
                report.macroF1(),
                report.texts(),
                report.failed() == 0 ? "" : ", of which " + report.failed() + " could not be answered"));
        ShellTable labels = new ShellTable();
        for (String column : List.of("Label", "Precision", "Recall", "F1", "Support")) {
            labels.column(column);
        }
        report.labels().forEach(label -> labels.addRow()
                .addContent(
                        label.label(),
                        four(label.precision()),
                        four(label.recall()),
                        four(label.f1()),
                        label.support()));
        labels.print(out);
        Report.Confusion confusion = report.confusion();
        if (confusion != null && confusion.labels().size() <= MOST_LABELS) {
            out.println("Right labels in rows, given ones in columns:");
            ShellTable matrix = new ShellTable();
            matrix.column("");
            confusion.labels().forEach(label -> matrix.column(named(label)));
            for (int i = 0; i < confusion.labels().size(); i++) {
                Row row = matrix.addRow();
                row.addContent(named(confusion.labels().get(i)));
                confusion.counts().get(i).forEach(row::addContent);
            }
            matrix.print(out);
        }
        Report.Calibration calibration = report.calibration();
        if (calibration != null) {
            out.println("Calibration error " + four(calibration.error()));
        }
        Report.Comparison comparison = report.comparison();
        if (comparison != null) {
            out.println(String.format(
                    Locale.ROOT,
                    "Version %s reaches %.4f, so the difference is %+.4f: %d texts only this one has right, %d only the"
                            + " other one; p = %.4f, %s",
                    comparison.version(),
                    comparison.score(),
                    comparison.difference(),
                    comparison.onlyThis(),
                    comparison.onlyOther(),
                    comparison.p(),
                    comparison.significant() ? "significant" : "not significant"));
        }
        report.mistakes().stream()
                .limit(MISTAKES)
                .forEach(mistake -> out.println("  " + mistake.expected() + " expected, " + mistake.given() + " given: "
                        + printable(mistake.text())));
    }

    private static void print(Outcome.Speed speed, PrintStream out) {
        out.println(String.format(
                Locale.ROOT,
                "%,.0f words per second: %,d words in %,d texts in %.1f s; a text takes %.1f ms (median) and %.1f ms (99 %%)",
                speed.wordsPerSecond(),
                speed.words(),
                speed.texts(),
                speed.seconds(),
                speed.millis50(),
                speed.millis99()));
        ShellTable shares = new ShellTable();
        shares.column("Tagger");
        shares.column("Share of the time");
        speed.share().forEach((tagger, share) -> shares.addRow()
                .addContent(tagger, String.format(Locale.ROOT, "%.1f %%", 100 * share)));
        shares.print(out);
    }

    private static String named(String label) {
        return label.isEmpty() ? "(none)" : label;
    }

    private static String four(double value) {
        return String.format(Locale.ROOT, "%.4f", value);
    }

    /** Returns a text in one line, without control characters, which could be commands for the terminal. */
    static String printable(String text) {
        return text.replaceAll("[\\p{Cc}\\p{Cf}\\s]+", " ");
    }
}

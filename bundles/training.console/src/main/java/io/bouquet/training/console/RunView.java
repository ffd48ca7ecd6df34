package io.bouquet.training.console;

import io.bouquet.training.Outcome;
import io.bouquet.training.Run;
import io.bouquet.training.RunRequest;
import io.bouquet.training.RunRequest.Benchmark;
import io.bouquet.training.RunRequest.Evaluate;
import io.bouquet.training.RunRequest.Train;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A run for display; a text is empty if there is nothing to say.
 *
 * @param what    what it does: {@code train tone 1.0.0}
 * @param tone    style of the state
 * @param percent progress of the step, such as {@code 30%}
 * @param score   the measure with its value
 * @param isOpen  whether it has not ended
 */
record RunView(
        String id,
        String what,
        String data,
        String account,
        String state,
        String tone,
        String step,
        String percent,
        String failure,
        String score,
        String stamp,
        String created,
        boolean isOpen,
        @Nullable ReportView report,
        @Nullable ModelView model,
        @Nullable SpeedView speed) {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);

    /** @param installed id of the receipt of its installation; empty if it is not installed */
    record ModelView(
            String bundle,
            String version,
            String tagger,
            String layer,
            String size,
            String texts,
            List<Label> labels,
            String installed) {}

    record Label(String name, String count) {}

    record SpeedView(String words, String texts, String median, String slow, List<Label> shares) {}

    static RunView of(Run run) {
        Outcome outcome = run.outcome();
        return new RunView(
                run.id(),
                what(run.request()),
                run.request().data(),
                run.account(),
                run.state().wireName(),
                switch (run.state()) {
                    case RUNNING -> "ready";
                    case DONE -> "serving";
                    case FAILED -> "failed";
                    case QUEUED, CANCELLED -> "";
                },
                run.state().hasEnded() ? "" : run.step(),
                run.percent() < 0 || run.state().hasEnded() ? "" : run.percent() + "%",
                run.failure(),
                outcome == null || outcome.report() == null
                        ? ""
                        : String.format(
                                Locale.ROOT,
                                "%s %.3f",
                                outcome.report().measure(),
                                outcome.report().score()),
                run.created().toString(),
                time(run.created()),
                !run.state().hasEnded(),
                outcome == null || outcome.report() == null ? null : ReportView.of(outcome.report()),
                outcome == null || outcome.model() == null ? null : model(outcome.model()),
                outcome == null || outcome.speed() == null ? null : speed(outcome.speed()));
    }

    private static String what(RunRequest request) {
        if (request instanceof Train train) {
            return "train " + train.name() + " " + train.version();
        }
        if (request instanceof Evaluate evaluate) {
            return "evaluate " + evaluate.tagger() + " " + evaluate.version()
                    + (evaluate.against().isEmpty() ? "" : " against " + evaluate.against());
        }
        return "benchmark " + ((Benchmark) request).language();
    }

    private static ModelView model(Outcome.Model model) {
        return new ModelView(
                model.bundle(),
                model.version(),
                model.tagger(),
                model.layer(),
                String.format(Locale.ROOT, "%,d KB", Math.max(1, model.bytes() >> 10)),
                String.format(Locale.ROOT, "%,d", model.texts()),
                model.labels().entrySet().stream()
                        .map(label -> new Label(label.getKey(), String.format(Locale.ROOT, "%,d", label.getValue())))
                        .toList(),
                model.receipt());
    }

    private static SpeedView speed(Outcome.Speed speed) {
        return new SpeedView(
                String.format(Locale.ROOT, "%,.0f words a second", speed.wordsPerSecond()),
                String.format(Locale.ROOT, "%,d texts in %.1f s", speed.texts(), speed.seconds()),
                String.format(Locale.ROOT, "%.2f ms", speed.millis50()),
                String.format(Locale.ROOT, "%.2f ms", speed.millis99()),
                speed.share().entrySet().stream()
                        .sorted(Map.Entry.<String, Double>comparingByValue().reversed())
                        .map(share ->
                                new Label(share.getKey(), String.format(Locale.ROOT, "%.1f%%", 100 * share.getValue())))
                        .toList());
    }

    static String time(Instant instant) {
        return TIME.format(instant);
    }
}

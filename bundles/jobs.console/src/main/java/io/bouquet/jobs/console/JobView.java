package io.bouquet.jobs.console;

import io.bouquet.jobs.Job;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A job for display; a text is empty if there is nothing to say.
 *
 * @param tone    style of the state
 * @param percent width of the progress bar, such as {@code 30%}
 * @param bar     style of the progress bar
 * @param left    estimated time until the end
 * @param isOpen  whether it has not ended
 */
record JobView(
        String id,
        String account,
        String kind,
        List<Parameter> parameters,
        String state,
        String tone,
        String waiting,
        String failure,
        String percent,
        String bar,
        String progress,
        String failed,
        String rate,
        String left,
        Time created,
        Time started,
        Time ended,
        boolean isOpen) {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);

    record Parameter(String name, String value) {}

    /** @param stamp time in ISO 8601 */
    record Time(String stamp, String text) {
        static Time of(@Nullable Instant instant) {
            return instant == null ? new Time("", "") : new Time(instant.toString(), TIME.format(instant));
        }
    }

    static JobView of(Job job) {
        boolean isOpen = !job.state().hasEnded();
        return new JobView(
                job.id(),
                job.account(),
                job.kind(),
                job.parameters().entrySet().stream()
                        .map(parameter -> new Parameter(parameter.getKey(), text(parameter.getValue())))
                        .toList(),
                job.waiting().isEmpty() ? job.state().wireName() : "waiting",
                tone(job),
                job.waiting(),
                job.failure(),
                job.percent() + "%",
                job.state().hasEnded() && job.processed() < job.total() ? "" : "positive",
                String.format(Locale.ROOT, "%,d of %,d", job.processed(), job.total()),
                job.failed() == 0 ? "" : String.format(Locale.ROOT, "%,d", job.failed()),
                isOpen && job.rate() > 0 ? String.format(Locale.ROOT, "%,.1f per second", job.rate()) : "",
                job.secondsLeft().isPresent()
                        ? "about " + duration(job.secondsLeft().getAsLong()) + " left"
                        : "",
                Time.of(job.created()),
                Time.of(job.started()),
                Time.of(job.ended()),
                isOpen);
    }

    private static String text(@Nullable Object value) {
        return value instanceof List<?> list
                ? String.join(", ", list.stream().map(JobView::text).toList())
                : Objects.toString(value, "null");
    }

    private static String tone(Job job) {
        if (!job.waiting().isEmpty()) {
            return "waiting";
        }
        return switch (job.state()) {
            case RUNNING -> "ready";
            case DONE -> "serving";
            case FAILED -> "failed";
            case QUEUED, CANCELLED -> "";
        };
    }

    private static String duration(long seconds) {
        if (seconds < 120) {
            return seconds + " s";
        }
        return seconds < 7_200 ? seconds / 60 + " min" : String.format(Locale.ROOT, "%.1f h", seconds / 3_600.0);
    }
}

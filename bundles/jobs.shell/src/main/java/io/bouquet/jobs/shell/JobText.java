package io.bouquet.jobs.shell;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bouquet.jobs.Caller;
import io.bouquet.jobs.Job;
import java.io.PrintStream;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.apache.karaf.shell.api.console.Session;
import org.jspecify.annotations.Nullable;

/** Jobs as text, with a progress bar, and as JSON. */
final class JobText {
    static final int BAR_WIDTH = 30;

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT).withZone(ZoneId.systemDefault());

    private JobText() {}

    /** The user of the shell, who is an administrator. */
    static Caller caller(Session session) {
        return new Caller(String.valueOf(session.get("USER")), true);
    }

    static IllegalArgumentException missing(String id) {
        return new IllegalArgumentException("no job has the id '" + id + "'; job:list shows the jobs there are");
    }

    /** {@code [#########.....................]  30 %}. */
    static String bar(Job job) {
        int full = job.percent() * BAR_WIDTH / 100;
        return "[" + "#".repeat(full) + ".".repeat(BAR_WIDTH - full) + "] "
                + String.format(Locale.ROOT, "%3d %%", job.percent());
    }

    /** Progress in one line: {@code 300 of 1,000, 2 failed, 120.5 per second, 6 s left}. */
    static String progress(Job job) {
        StringBuilder line = new StringBuilder(String.format(Locale.ROOT, "%,d of %,d", job.processed(), job.total()));
        if (job.failed() > 0) {
            line.append(String.format(Locale.ROOT, ", %,d failed", job.failed()));
        }
        if (job.rate() > 0) {
            line.append(String.format(Locale.ROOT, ", %,.1f per second", job.rate()));
        }
        job.secondsLeft()
                .ifPresent(
                        seconds -> line.append(", ").append(duration(seconds)).append(" left"));
        return line.toString();
    }

    /** {@code 6 s}, {@code 3 min} or {@code 2.5 h}. */
    static String duration(long seconds) {
        if (seconds < 120) {
            return seconds + " s";
        }
        return seconds < 7_200 ? seconds / 60 + " min" : String.format(Locale.ROOT, "%.1f h", seconds / 3_600.0);
    }

    static String time(@Nullable Instant instant) {
        return instant == null ? "-" : TIME.format(instant);
    }

    static void print(Job job, PrintStream out) {
        out.println("Job " + job.id() + " of " + job.account() + ": " + job.kind() + ", "
                + job.state().wireName());
        out.println(bar(job) + "  " + progress(job));
        if (!job.parameters().isEmpty()) {
            out.println("parameters: " + json(job.parameters(), false));
        }
        if (!job.waiting().isEmpty()) {
            out.println("waits for: " + job.waiting());
        }
        if (!job.failure().isEmpty()) {
            out.println("failed: " + job.failure());
        }
        out.println(
                "created " + time(job.created()) + ", started " + time(job.started()) + ", ended " + time(job.ended()));
    }

    static Map<String, Object> plain(Job job) {
        Map<String, Object> plain = new LinkedHashMap<>();
        plain.put("id", job.id());
        plain.put("account", job.account());
        plain.put("kind", job.kind());
        plain.put("parameters", job.parameters());
        plain.put("state", job.state().wireName());
        plain.put("waiting", job.waiting());
        plain.put("failure", job.failure());
        plain.put("total", job.total());
        plain.put("done", job.done());
        plain.put("failed", job.failed());
        plain.put("created", String.valueOf(job.created()));
        plain.put("started", job.started() == null ? null : String.valueOf(job.started()));
        plain.put("ended", job.ended() == null ? null : String.valueOf(job.ended()));
        plain.put("rate", job.rate());
        plain.put(
                "secondsLeft", job.secondsLeft().isPresent() ? job.secondsLeft().getAsLong() : null);
        return plain;
    }

    /** @param value maps, lists, texts and numbers only */
    static String json(Object value, boolean isPretty) {
        try {
            ObjectMapper mapper = new ObjectMapper();
            return isPretty
                    ? mapper.writerWithDefaultPrettyPrinter().writeValueAsString(value)
                    : mapper.writeValueAsString(value);
        } catch (JsonProcessingException never) {
            throw new IllegalStateException("no JSON for jobs", never);
        }
    }
}

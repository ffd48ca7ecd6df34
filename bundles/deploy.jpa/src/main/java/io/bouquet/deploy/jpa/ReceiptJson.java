package io.bouquet.deploy.jpa;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bouquet.common.json.BundleJson;
import io.bouquet.deploy.Change;
import io.bouquet.deploy.Receipt;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Converts receipts to and from JSON in the database. Older JSON must stay readable. Thread-safe. */
final class ReceiptJson {
    private final ObjectMapper json = BundleJson.mapper()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    /** A receipt as JSON. Times are milliseconds since 1970, durations are microseconds. */
    record Row(
            String id,
            String kind,
            String plugin,
            String account,
            String origin,
            String from,
            String to,
            String serves,
            boolean sideBySide,
            long began,
            @Nullable Long ended,
            String outcome,
            String reason,
            List<StepRow> steps,
            List<CheckRow> checks,
            @Nullable CutRow traffic,
            @Nullable Long bytesFreed) {}

    record StepRow(String what, long at, long took) {}

    record CheckRow(String what, boolean passed, String detail) {}

    record CutRow(
            int inFlight,
            long drained,
            long finished,
            long interrupted,
            long stillRunning,
            long waited,
            long failed,
            long p99Before,
            long p99During,
            long p99After) {}

    String write(Receipt receipt) {
        Row row = new Row(
                receipt.id(),
                receipt.kind().name(),
                receipt.plugin(),
                receipt.account(),
                receipt.origin(),
                receipt.from(),
                receipt.to(),
                receipt.serves(),
                receipt.sideBySide(),
                receipt.began().toEpochMilli(),
                receipt.ended().map(Instant::toEpochMilli).orElse(null),
                receipt.outcome().name(),
                receipt.reason(),
                receipt.steps().stream()
                        .map(step -> new StepRow(step.what(), step.at().toEpochMilli(), micros(step.took())))
                        .toList(),
                receipt.checks().stream()
                        .map(check -> new CheckRow(check.what(), check.passed(), check.detail()))
                        .toList(),
                receipt.traffic().map(ReceiptJson::row).orElse(null),
                receipt.bytesFreed().orElse(null));
        try {
            return json.writeValueAsString(row);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the receipt " + receipt.id() + " cannot be written as JSON", e);
        }
    }

    Receipt read(String stored) {
        Row row;
        try {
            row = json.readValue(stored, Row.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(
                    "the database holds a receipt that cannot be read: " + e.getOriginalMessage(), e);
        }
        return new Receipt(
                row.id(),
                Change.Kind.valueOf(row.kind()),
                row.plugin(),
                row.account(),
                row.origin(),
                row.from(),
                row.to(),
                row.serves(),
                row.sideBySide(),
                Instant.ofEpochMilli(row.began()),
                Optional.ofNullable(row.ended()).map(Instant::ofEpochMilli),
                Receipt.Outcome.valueOf(row.outcome()),
                row.reason(),
                row.steps().stream()
                        .map(step ->
                                new Receipt.Step(step.what(), Instant.ofEpochMilli(step.at()), duration(step.took())))
                        .toList(),
                row.checks().stream()
                        .map(check -> new Receipt.Check(check.what(), check.passed(), check.detail()))
                        .toList(),
                Optional.ofNullable(row.traffic()).map(ReceiptJson::cut),
                Optional.ofNullable(row.bytesFreed()));
    }

    private static CutRow row(Receipt.Cut cut) {
        return new CutRow(
                cut.inFlight(),
                micros(cut.drained()),
                cut.finished(),
                cut.interrupted(),
                cut.stillRunning(),
                cut.waited(),
                cut.failed(),
                cut.p99Before(),
                cut.p99During(),
                cut.p99After());
    }

    private static Receipt.Cut cut(CutRow row) {
        return new Receipt.Cut(
                row.inFlight(),
                duration(row.drained()),
                row.finished(),
                row.interrupted(),
                row.stillRunning(),
                row.waited(),
                row.failed(),
                row.p99Before(),
                row.p99During(),
                row.p99After());
    }

    private static long micros(Duration duration) {
        return duration.toNanos() / 1000;
    }

    private static Duration duration(long micros) {
        return Duration.ofNanos(micros * 1000);
    }
}

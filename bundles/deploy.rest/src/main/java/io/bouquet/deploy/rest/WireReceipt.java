package io.bouquet.deploy.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.bouquet.deploy.Receipt;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A receipt on the wire. */
@JsonInclude(JsonInclude.Include.NON_NULL)
record WireReceipt(
        String id,
        String kind,
        String plugin,
        String account,
        String origin,
        String from,
        String to,
        String serves,
        boolean sideBySide,
        Instant began,
        @Nullable Instant ended,
        String outcome,
        String reason,
        List<Step> steps,
        List<Check> checks,
        @Nullable Traffic traffic,
        @Nullable Long bytesFreed) {
    record Step(String what, Instant at, double tookMillis) {}

    record Check(String what, boolean passed, String detail) {}

    record Traffic(
            int inFlight,
            double drainedMillis,
            long finished,
            long interrupted,
            long stillRunning,
            long waited,
            long failed,
            long p99BeforeMicros,
            long p99DuringMicros,
            long p99AfterMicros) {
        static Traffic of(Receipt.Cut cut) {
            return new Traffic(
                    cut.inFlight(),
                    millis(cut.drained().toNanos()),
                    cut.finished(),
                    cut.interrupted(),
                    cut.stillRunning(),
                    cut.waited(),
                    cut.failed(),
                    cut.p99Before(),
                    cut.p99During(),
                    cut.p99After());
        }
    }

    static WireReceipt of(Receipt receipt) {
        return new WireReceipt(
                receipt.id(),
                receipt.kind().name().toLowerCase(Locale.ROOT),
                receipt.plugin(),
                receipt.account(),
                receipt.origin(),
                receipt.from(),
                receipt.to(),
                receipt.serves(),
                receipt.sideBySide(),
                receipt.began(),
                receipt.ended().orElse(null),
                receipt.outcome().name().toLowerCase(Locale.ROOT),
                receipt.reason(),
                receipt.steps().stream()
                        .map(step -> new Step(
                                step.what(), step.at(), millis(step.took().toNanos())))
                        .toList(),
                receipt.checks().stream()
                        .map(check -> new Check(check.what(), check.passed(), check.detail()))
                        .toList(),
                receipt.traffic().map(Traffic::of).orElse(null),
                receipt.bytesFreed().orElse(null));
    }

    private static double millis(long nanos) {
        return Math.round(nanos / 1e3) / 1e3;
    }
}

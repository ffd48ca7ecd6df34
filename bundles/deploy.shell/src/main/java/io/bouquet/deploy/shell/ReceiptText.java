package io.bouquet.deploy.shell;

import io.bouquet.common.ByteSize;
import io.bouquet.deploy.Plan;
import io.bouquet.deploy.Receipt;
import java.io.PrintStream;
import java.time.Duration;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.karaf.shell.support.table.ShellTable;

/** Prints plans and receipts as text. */
final class ReceiptText {
    static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss").withZone(ZoneId.systemDefault());

    private ReceiptText() {}

    static void print(Plan plan, PrintStream out) {
        out.println(lower(plan.kind()) + " " + plan.plugin() + " " + way(plan.from(), plan.to())
                + (plan.sideBySide() ? ", side by side" : ""));
        ShellTable table = new ShellTable();
        Stream.of("Action", "Bundle", "Version").forEach(table::column);
        table.emptyTableText("no bundle is touched");
        plan.bundles().forEach(step -> table.addRow().addContent(lower(step.action()), step.bundle(), step.version()));
        table.print(out);
        boolean stays = !plan.to().isEmpty();
        if (plan.standstill().isEmpty() && stays) {
            out.println("nothing stands still");
        }
        plan.standstill()
                .forEach(one -> out.println(
                        !stays
                                ? "the " + one.kind() + " " + one.name() + " is gone"
                                : "requests for the " + one.kind() + " " + one.name() + " wait, " + took(one.atMost())
                                        + " at most"));
        plan.notes().forEach(note -> out.println("note: " + note));
    }

    static void print(Receipt receipt, PrintStream out) {
        out.println("receipt " + receipt.id() + ": " + lower(receipt.kind()) + " " + receipt.plugin() + " "
                + way(receipt.from(), receipt.to()) + ": " + lower(receipt.outcome()));
        row(out, "by", receipt.account() + ", " + TIME.format(receipt.began()) + took(receipt));
        row(out, "archive", receipt.origin());
        row(out, "serves", receipt.serves().isEmpty() ? "nothing" : receipt.serves());
        List<String> reasons = receipt.reason().lines().toList();
        for (int i = 0; i < reasons.size(); i++) {
            row(out, i == 0 ? "reason" : "", reasons.get(i));
        }
        for (Receipt.Check check : receipt.checks()) {
            row(out, "check", (check.passed() ? "passed: " : "failed: ") + check.what() + detail(check.detail()));
        }
        receipt.traffic().ifPresent(cut -> {
            row(
                    out,
                    "requests",
                    cut.inFlight() + " in flight at the cut, drained in " + took(cut.drained()) + ", " + cut.waited()
                            + " waited, " + cut.failed() + " failed");
            if (cut.finished() + cut.interrupted() > 0) {
                row(
                        out,
                        "",
                        "of the old version " + cut.finished() + " finished, " + cut.interrupted() + " interrupted, "
                                + cut.stillRunning() + " still running"
                                + (cut.stillRunning() > 0 ? " (plugin:leaks names them)" : ""));
            }
            row(
                    out,
                    "p99",
                    p99(cut.p99Before()) + " before, " + p99(cut.p99During()) + " during, " + p99(cut.p99After())
                            + " after");
        });
        receipt.bytesFreed().ifPresent(bytes -> row(out, "freed", ByteSize.text(bytes)));
    }

    private static String took(Receipt receipt) {
        return receipt.ended()
                .map(end -> ", in " + took(Duration.between(receipt.began(), end)))
                .orElse("");
    }

    private static String detail(String detail) {
        return detail.isEmpty() ? "" : " (" + detail + ")";
    }

    private static void row(PrintStream out, String name, String value) {
        if (!value.isEmpty()) {
            out.println(String.format(Locale.ROOT, "  %-9s %s", name, value));
        }
    }

    static String line(Receipt.Step step) {
        return String.format(Locale.ROOT, "  %8s  %s", took(step.took()), step.what());
    }

    /** Returns the change of version as text. One of the versions may be the empty string. */
    static String way(String from, String to) {
        return Stream.of(from, to)
                .filter(version -> !version.isEmpty())
                .distinct()
                .reduce((one, other) -> one + " → " + other)
                .orElse("");
    }

    static String took(Duration time) {
        long millis = time.toMillis();
        return millis < 10_000 ? millis + " ms" : Math.round(millis / 1000.0) + " s";
    }

    private static String p99(long micros) {
        if (micros == 0) {
            return "no requests";
        }
        return micros < 10_000
                ? String.format(Locale.ROOT, "%.1f ms", micros / 1000.0)
                : Math.round(micros / 1000.0) + " ms";
    }

    static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    static String orDash(Optional<String> value) {
        return value.orElse("-");
    }
}

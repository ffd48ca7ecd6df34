package io.bouquet.deploy.console;

import io.bouquet.common.ByteSize;
import io.bouquet.deploy.Receipt;
import io.bouquet.deploy.Receipt.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * A receipt, as the page shows it.
 *
 * @param tone    colour of the outcome
 * @param took    duration; the empty string while the change runs
 * @param reasons why the change failed, or what the plugin waits for
 * @param freed   freed bytes; the empty string if none are known
 * @param refresh seconds until the page should refresh; 0 for never
 */
record ReceiptView(
        String id,
        String address,
        String verb,
        String plugin,
        String account,
        String origin,
        String way,
        String serves,
        boolean sideBySide,
        String stamp,
        String began,
        String took,
        String outcome,
        String tone,
        List<String> reasons,
        List<StepView> steps,
        List<Receipt.Check> checks,
        List<CutView> traffic,
        String freed,
        int refresh) {
    /** How long the page waits for the p99 latency after a change. */
    private static final Duration AFTERMATH = Duration.ofMinutes(2);

    private static final String NONE = "no requests";

    /** A step, with its position and length on the time line of the change in percent. */
    record StepView(String what, String took, String from, String width) {}

    /** Figures about the requests during a change. */
    record CutView(
            int inFlight,
            String drained,
            long finished,
            long interrupted,
            long stillRunning,
            String waited,
            String failed,
            boolean lost,
            List<BarView> p99) {}

    /** The p99 latency of one period. */
    record BarView(String when, String time, String width) {}

    static ReceiptView of(Receipt it, Instant now) {
        Duration whole = Duration.between(it.began(), it.ended().orElse(now));
        return new ReceiptView(
                it.id(),
                "/console/plugins/receipts/" + Units.encoded(it.id()),
                Units.name(it.kind()),
                it.plugin(),
                it.account(),
                it.origin(),
                Units.way(it.from(), it.to()),
                it.serves(),
                it.sideBySide(),
                it.began().truncatedTo(ChronoUnit.SECONDS).toString(),
                Units.time(it.began()),
                it.ended().isPresent() ? Units.took(whole) : "",
                Units.lower(it.outcome()),
                tone(it.outcome()),
                it.reason().lines().toList(),
                it.steps().stream()
                        .map(step -> step(step, it.began(), Math.max(1, whole.toMillis())))
                        .toList(),
                it.checks(),
                it.traffic().map(cut -> cut(cut, isJustDone(it, now))).stream().toList(),
                it.bytesFreed().map(ByteSize::text).orElse(""),
                refresh(it, now));
    }

    private static String tone(Outcome outcome) {
        return switch (outcome) {
            case RUNNING -> "ready";
            case DONE -> "serving";
            case FAILED -> "failed";
            case INCOMPLETE, UNDONE -> "waiting";
        };
    }

    private static int refresh(Receipt it, Instant now) {
        if (it.outcome() == Outcome.RUNNING) {
            return 1;
        }
        boolean afterUnknown = it.traffic().filter(cut -> cut.p99After() == 0).isPresent();
        return afterUnknown && isJustDone(it, now) ? 5 : 0;
    }

    private static boolean isJustDone(Receipt it, Instant now) {
        return it.ended().filter(end -> end.plus(AFTERMATH).isAfter(now)).isPresent();
    }

    private static StepView step(Receipt.Step step, Instant began, long whole) {
        double from = 100.0 * Duration.between(began, step.at()).toMillis() / whole;
        double start = Math.max(0, Math.min(99, from));
        double width = Math.max(1, Math.min(100 - start, 100.0 * step.took().toMillis() / whole));
        return new StepView(step.what(), Units.took(step.took()), percent(start), percent(width));
    }

    private static CutView cut(Receipt.Cut cut, boolean justDone) {
        long most = Math.max(1, Math.max(cut.p99Before(), Math.max(cut.p99During(), cut.p99After())));
        return new CutView(
                cut.inFlight(),
                Units.took(cut.drained()),
                cut.finished(),
                cut.interrupted(),
                cut.stillRunning(),
                String.format(Locale.ROOT, "%,d", cut.waited()),
                String.format(Locale.ROOT, "%,d", cut.failed()),
                cut.failed() > 0,
                Stream.of(
                                bar("before", cut.p99Before(), most, NONE),
                                bar("during", cut.p99During(), most, NONE),
                                bar("after", cut.p99After(), most, justDone ? "not known yet" : NONE))
                        .toList());
    }

    private static BarView bar(String when, long micros, long most, String none) {
        return new BarView(when, micros == 0 ? none : Units.micros(micros), percent(100.0 * micros / most));
    }

    private static String percent(double percent) {
        return String.format(Locale.ROOT, "%.1f%%", percent);
    }
}

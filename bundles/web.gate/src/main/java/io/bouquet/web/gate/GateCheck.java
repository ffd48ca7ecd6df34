package io.bouquet.web.gate;

import java.util.Locale;
import org.apache.felix.hc.api.FormattingResultLog;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;

/** Reports how often and how long the gate was closed. Always up: a closed gate is no reason to send requests elsewhere. */
final class GateCheck implements HealthCheck {
    private final Counts counts;
    private final AbsentRoutes absentRoutes;

    GateCheck(Counts counts, AbsentRoutes absentRoutes) {
        this.counts = counts;
        this.absentRoutes = absentRoutes;
    }

    @Override
    public Result execute() {
        FormattingResultLog log = new FormattingResultLog();
        log.info(
                "{} rewirings, closed {} ms in all, last {} ms, longest {} ms; {} requests waited, {} of them timed out;"
                        + " {} rewirings overdue, {} requests interrupted; {} routes absent",
                counts.rewires,
                millis(counts.closedNanos.get()),
                millis(counts.lastClosedNanos.get()),
                millis(counts.longestClosedNanos.get()),
                counts.now().waited(),
                counts.timedOut,
                counts.overdue,
                counts.interrupted,
                absentRoutes.size());
        return new Result(log);
    }

    private static String millis(long nanos) {
        return String.format(Locale.ROOT, "%.1f", nanos / 1e6);
    }
}

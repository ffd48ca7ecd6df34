package io.bouquet.web.bulkhead;

import io.bouquet.web.Bulkhead;
import io.bouquet.web.Bulkheads;
import org.apache.felix.hc.api.FormattingResultLog;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;

/** Reports plugins that use all of their threads. Always up: one plugin's problem is not the platform's. */
final class BulkheadCheck implements HealthCheck {
    private final Bulkheads bulkheads;

    BulkheadCheck(Bulkheads bulkheads) {
        this.bulkheads = bulkheads;
    }

    @Override
    public Result execute() {
        FormattingResultLog log = new FormattingResultLog();
        boolean isQuiet = true;
        for (Bulkhead one : bulkheads.list()) {
            if (one.isFull() || one.waiting() > 0 || one.refused() > 0) {
                isQuiet = false;
                log.info(
                        "{} [{}] takes {} of {} threads, {} requests wait, {} were refused",
                        one.plugin(),
                        one.bundleId(),
                        one.running(),
                        one.limit(),
                        one.waiting(),
                        one.refused());
            }
        }
        if (isQuiet) {
            log.info("each plugin has threads to spare");
        }
        return new Result(log);
    }
}

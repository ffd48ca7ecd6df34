package io.bouquet.deploy.engine;

import io.bouquet.deploy.Leak;
import java.util.List;
import org.apache.felix.hc.api.FormattingResultLog;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Warns of what bundles that are gone left behind. Ready all the same: what serves, serves. */
@Component(property = {HealthCheck.NAME + "=leaks", HealthCheck.TAGS + "=ready"})
public final class LeaksHealthCheck implements HealthCheck {
    private final LeakWatch watch;

    @Activate
    public LeaksHealthCheck(@Reference LeakWatch watch) {
        this.watch = watch;
    }

    @Override
    public Result execute() {
        FormattingResultLog log = new FormattingResultLog();
        List<Leak> leaks = watch.leaks();
        for (Leak leak : leaks) {
            log.warn(
                    "{} {}, gone at {}: {}",
                    leak.bundle(),
                    leak.version(),
                    leak.since(),
                    leak.holders().isEmpty()
                            ? "something holds its class loader (plugin:leaks --find tells)"
                            : String.join("; ", leak.holders()));
        }
        if (leaks.isEmpty()) {
            log.info("none");
        }
        return new Result(log);
    }
}

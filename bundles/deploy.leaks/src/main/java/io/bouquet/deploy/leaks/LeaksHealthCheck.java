package io.bouquet.deploy.leaks;

import io.bouquet.deploy.Leak;
import io.bouquet.deploy.spi.LeakDetector;
import java.util.List;
import org.apache.felix.hc.api.FormattingResultLog;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Warns of leaks. The platform stays ready, since a leak stops no service. */
@Component(property = {HealthCheck.NAME + "=leaks", HealthCheck.TAGS + "=ready"})
public final class LeaksHealthCheck implements HealthCheck {
    private final LeakDetector detector;

    @Activate
    public LeaksHealthCheck(@Reference LeakDetector detector) {
        this.detector = detector;
    }

    @Override
    public Result execute() {
        FormattingResultLog log = new FormattingResultLog();
        List<Leak> leaks = detector.leaks();
        for (Leak leak : leaks) {
            log.warn(
                    "{} {}, removed at {}: {}",
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

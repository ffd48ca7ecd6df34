package io.bouquet.health;

import org.apache.felix.hc.api.FormattingResultLog;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.apache.karaf.features.BootFinished;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;

/** Checks that Karaf has installed all boot features. */
@Component(property = {HealthCheck.NAME + "=boot features", HealthCheck.TAGS + "=ready"})
public final class BootFeaturesCheck implements HealthCheck {
    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
    volatile @Nullable BootFinished finished;

    @Override
    public Result execute() {
        FormattingResultLog log = new FormattingResultLog();
        if (finished == null) {
            log.temporarilyUnavailable("still being installed");
        } else {
            log.info("installed");
        }
        return new Result(log);
    }
}

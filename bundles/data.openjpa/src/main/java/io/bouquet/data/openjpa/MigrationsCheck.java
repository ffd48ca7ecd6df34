package io.bouquet.data.openjpa;

import io.bouquet.deploy.spi.Contribution;
import org.apache.felix.hc.api.FormattingResultLog;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.osgi.framework.Bundle;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/**
 * Checks that the persistence units of the platform's own bundles are open. For a plugin's unit it only warns, because
 * a broken change log of a plugin must not take the platform out of service.
 */
@Component(property = {HealthCheck.NAME + "=migrations", HealthCheck.TAGS + "=ready"})
public final class MigrationsCheck implements HealthCheck {
    private static final String PLATFORM = "io.bouquet.";

    private final EntityBundles bundles;

    @Activate
    public MigrationsCheck(@Reference EntityBundles bundles) {
        this.bundles = bundles;
    }

    @Override
    public Result execute() {
        FormattingResultLog log = new FormattingResultLog();
        bundles.status().forEach((bundle, unit) -> report(bundle, unit, log));
        return new Result(log);
    }

    private static void report(Bundle bundle, Contribution unit, FormattingResultLog log) {
        String what = "the unit of " + bundle.getSymbolicName() + " " + bundle.getVersion() + ": " + unit.detail();
        boolean isPlatforms = bundle.getSymbolicName().startsWith(PLATFORM);
        switch (unit.state()) {
            case WORKS -> log.info("{}", what);
            case PENDING, WAITING -> {
                if (isPlatforms) {
                    log.temporarilyUnavailable("{}", what);
                } else {
                    log.info("{}", what);
                }
            }
            case FAILED -> {
                if (isPlatforms) {
                    log.critical("{}", what);
                } else {
                    log.warn("{}", what);
                }
            }
        }
    }
}

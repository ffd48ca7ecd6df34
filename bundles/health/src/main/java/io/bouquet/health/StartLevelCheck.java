package io.bouquet.health;

import java.util.Arrays;
import org.apache.felix.hc.api.FormattingResultLog;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.startlevel.BundleStartLevel;
import org.osgi.framework.startlevel.FrameworkStartLevel;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/** Checks that the framework has reached the highest start level of its bundles. */
@Component(property = {HealthCheck.NAME + "=start level", HealthCheck.TAGS + "=ready"})
public final class StartLevelCheck implements HealthCheck {
    private final BundleContext context;

    @Activate
    public StartLevelCheck(BundleContext context) {
        this.context = context;
    }

    @Override
    public Result execute() {
        int reached = context.getBundle(Constants.SYSTEM_BUNDLE_LOCATION)
                .adapt(FrameworkStartLevel.class)
                .getStartLevel();
        // Karaf does not publish its target level
        int wanted = Arrays.stream(context.getBundles())
                .map(bundle -> bundle.adapt(BundleStartLevel.class))
                .mapToInt(level -> level == null ? 0 : level.getStartLevel())
                .max()
                .orElse(0);
        FormattingResultLog log = new FormattingResultLog();
        if (reached >= wanted) {
            log.info("{} of {}", reached, wanted);
        } else {
            log.temporarilyUnavailable("{} of {}", reached, wanted);
        }
        return new Result(log);
    }
}

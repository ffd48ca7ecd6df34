package io.bouquet.health;

import org.apache.felix.hc.api.FormattingResultLog;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.startlevel.FrameworkStartLevel;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/** Ready once the framework has come to the start level at which it is meant to run. */
@Component(property = {HealthCheck.NAME + "=start level", HealthCheck.TAGS + "=ready"})
public final class StartLevelCheck implements HealthCheck {
    private final FrameworkStartLevel framework;
    private final int wanted;

    @Activate
    public StartLevelCheck(BundleContext context) {
        this(
                context.getBundle(Constants.SYSTEM_BUNDLE_LOCATION).adapt(FrameworkStartLevel.class),
                wanted(context.getProperty(Constants.FRAMEWORK_BEGINNING_STARTLEVEL)));
    }

    StartLevelCheck(FrameworkStartLevel framework, int wanted) {
        this.framework = framework;
        this.wanted = wanted;
    }

    private static int wanted(@Nullable String property) {
        return property == null ? 1 : Integer.parseInt(property.strip());
    }

    @Override
    public Result execute() {
        int reached = framework.getStartLevel();
        FormattingResultLog log = new FormattingResultLog();
        if (reached >= wanted) {
            log.info("{} of {}", reached, wanted);
        } else {
            log.temporarilyUnavailable("{} of {}", reached, wanted);
        }
        return new Result(log);
    }
}

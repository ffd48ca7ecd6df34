package io.bouquet.health;

import java.util.Map;
import org.apache.felix.hc.api.FormattingResultLog;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.apache.karaf.features.BundleInfo;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.Constants;
import org.osgi.framework.startlevel.BundleStartLevel;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/**
 * Checks that each bundle of the platform is installed and active. A bundle that is being updated or refreshed is
 * temporarily unavailable; a stopped or uninstalled bundle is down at once.
 */
@Component(property = {HealthCheck.NAME + "=bundles", HealthCheck.TAGS + "=ready"})
public final class BundlesCheck implements HealthCheck {
    private final PlatformBundles platform;

    @Activate
    public BundlesCheck(@Reference PlatformBundles platform) {
        this.platform = platform;
    }

    @Override
    public Result execute() {
        FormattingResultLog log = new FormattingResultLog();
        Map<String, BundleInfo> bundles = platform.byLocation();
        if (bundles.isEmpty()) {
            log.temporarilyUnavailable("the feature '{}' is not known yet", platform.feature());
        }
        int active = 0;
        for (BundleInfo info : bundles.values()) {
            Bundle bundle = platform.at(info.getLocation());
            if (bundle == null) {
                // another bundle may provide the packages of a dependency
                if (!info.isDependency()) {
                    log.critical("{} is not installed", info.getLocation());
                }
            } else if (isActive(bundle)) {
                active++;
            } else if (isMeantToRun(bundle)) {
                log.temporarilyUnavailable(
                        "{} {} is {}", bundle.getSymbolicName(), bundle.getVersion(), state(bundle.getState()));
            } else {
                log.critical(
                        "{} {} was stopped; start it with bundle:start {}",
                        bundle.getSymbolicName(),
                        bundle.getVersion(),
                        bundle.getBundleId());
            }
        }
        log.info("{} active", active);
        return new Result(log);
    }

    private static boolean isActive(Bundle bundle) {
        int state = bundle.getState();
        boolean isFragment = bundle.getHeaders("").get(Constants.FRAGMENT_HOST) != null;
        boolean isLazy = bundle.getHeaders("").get(Constants.BUNDLE_ACTIVATIONPOLICY) != null;
        return state == Bundle.ACTIVE
                || (isFragment && state == Bundle.RESOLVED)
                || (isLazy && state == Bundle.STARTING);
    }

    private static boolean isMeantToRun(Bundle bundle) {
        @Nullable BundleStartLevel level = bundle.adapt(BundleStartLevel.class);
        return level != null && level.isPersistentlyStarted();
    }

    private static String state(int state) {
        return switch (state) {
            case Bundle.INSTALLED -> "not resolved (bundle:diag shows the reason)";
            case Bundle.RESOLVED -> "resolved, but not started";
            case Bundle.STARTING -> "starting";
            case Bundle.STOPPING -> "stopping";
            default -> "uninstalled";
        };
    }
}

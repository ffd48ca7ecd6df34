package io.bouquet.web.gate;

import io.bouquet.common.BackgroundThread;
import java.time.Duration;
import java.util.List;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkEvent;
import org.osgi.framework.FrameworkListener;
import org.osgi.framework.SynchronousBundleListener;
import org.osgi.framework.startlevel.BundleStartLevel;
import org.osgi.framework.wiring.BundleRequirement;
import org.osgi.framework.wiring.BundleRevision;
import org.osgi.framework.wiring.FrameworkWiring;

/**
 * Ends the wait for absent routes whose bundle will not bring them back: it was stopped or uninstalled, it cannot be
 * resolved after a refresh, or it has started without them. The requests then get the whiteboard's answer.
 */
// synchronous, so that an absent route is not taken for one of an earlier update
final class ExpectedBundles implements SynchronousBundleListener, FrameworkListener {
    /** Time for a started bundle to register its services, counted from the end of the STARTED event. */
    private static final Duration GRACE = Duration.ofSeconds(1);

    private static final Duration POLL = Duration.ofMillis(250);

    private final BundleContext context;
    private final AbsentRoutes absentRoutes;
    private final BackgroundThread scheduler;

    ExpectedBundles(BundleContext context, AbsentRoutes absentRoutes, BackgroundThread scheduler) {
        this.context = context;
        this.absentRoutes = absentRoutes;
        this.scheduler = scheduler;
    }

    void begin() {
        context.addBundleListener(this);
        context.addFrameworkListener(this);
    }

    void end() {
        context.removeBundleListener(this);
        context.removeFrameworkListener(this);
    }

    @Override
    public void bundleChanged(BundleEvent event) {
        Bundle bundle = event.getBundle();
        switch (event.getType()) {
            case BundleEvent.STARTED -> {
                // only the routes that are absent now: later ones belong to the next update
                List<AbsentRoute> expected = absentRoutes.of(bundle.getBundleId());
                if (!expected.isEmpty()) {
                    endAfterStart(expected, EventDispatch.current());
                }
            }
            case BundleEvent.STOPPED -> {
                BundleStartLevel level = bundle.adapt(BundleStartLevel.class);
                if (level == null || !level.isPersistentlyStarted()) {
                    retryRequests(bundle);
                }
            }
            case BundleEvent.UNINSTALLED -> retryRequests(bundle);
            default -> {
                // the bundle is still on its way to one of the states above
            }
        }
    }

    /** Ends the waits for bundles that cannot be resolved after a refresh, because something they need was removed. */
    @Override
    public void frameworkEvent(FrameworkEvent event) {
        if (event.getType() != FrameworkEvent.PACKAGES_REFRESHED || absentRoutes.isEmpty()) {
            return;
        }
        FrameworkWiring framework =
                context.getBundle(Constants.SYSTEM_BUNDLE_LOCATION).adapt(FrameworkWiring.class);
        absentRoutes.end(absent -> !canResolve(framework, absent.bundle), AbsentRoute.End.RETRY);
    }

    /** Compares requirements only: resolving the bundle could interfere with an update that is going on. */
    private boolean canResolve(FrameworkWiring framework, long id) {
        Bundle bundle = context.getBundle(id);
        BundleRevision revision = bundle == null ? null : bundle.adapt(BundleRevision.class);
        return revision != null
                && (bundle.getState() != Bundle.INSTALLED
                        || revision.getDeclaredRequirements(null).stream()
                                .filter(ExpectedBundles::isMandatory)
                                .noneMatch(needed ->
                                        framework.findProviders(needed).isEmpty()));
    }

    private static boolean isMandatory(BundleRequirement requirement) {
        String resolution = requirement.getDirectives().get(Constants.RESOLUTION_DIRECTIVE);
        String effective = requirement.getDirectives().get(Constants.EFFECTIVE_DIRECTIVE);
        return (resolution == null || resolution.equals(Constants.RESOLUTION_MANDATORY))
                && (effective == null || effective.equals(Constants.EFFECTIVE_RESOLVE));
    }

    /**
     * Ends the waits for routes that a started bundle does not bring back. Declarative services activates components while
     * the STARTED event is dispatched, which may take long on a busy machine, so the grace period begins after that.
     */
    private void endAfterStart(List<AbsentRoute> expected, EventDispatch started) {
        scheduler.schedule(POLL, () -> {
            if (started.isGoingOn()) {
                endAfterStart(expected, started);
            } else {
                scheduler.schedule(GRACE, () -> absentRoutes.end(expected::contains, AbsentRoute.End.RETRY));
            }
        });
    }

    private void retryRequests(Bundle bundle) {
        absentRoutes.end(absent -> absent.bundle == bundle.getBundleId(), AbsentRoute.End.RETRY);
    }
}

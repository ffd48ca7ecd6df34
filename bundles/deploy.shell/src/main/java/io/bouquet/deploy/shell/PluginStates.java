package io.bouquet.deploy.shell;

import io.bouquet.deploy.Deployments;
import io.bouquet.deploy.PlatformBundles;
import io.bouquet.deploy.spi.Contribution;
import io.bouquet.deploy.spi.ContributionStatus;
import io.bouquet.tagging.Broker;
import java.util.List;
import org.apache.karaf.bundle.core.BundleState;
import org.apache.karaf.bundle.core.BundleStateService;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.startlevel.BundleStartLevel;
import org.osgi.framework.startlevel.FrameworkStartLevel;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.jaxrs.runtime.JaxrsServiceRuntime;
import org.osgi.service.jaxrs.runtime.dto.RuntimeDTO;

/**
 * Tells Karaf's {@code bundle:diag} and {@code bundle:list} why a plugin does not work, with the messages of
 * {@code plugin:list}. Reports nothing about the platform's own bundles. Thread-safe.
 */
@Component
public final class PluginStates implements BundleStateService {
    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    volatile @Nullable JaxrsServiceRuntime rest;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    volatile @Nullable Broker broker;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    volatile @Nullable Deployments deployments;

    @Reference(policy = ReferencePolicy.DYNAMIC)
    volatile List<ContributionStatus> contributions = List.of();

    private final BundleContext context;

    @Activate
    public PluginStates(BundleContext context) {
        this.context = context;
    }

    @Override
    public String getName() {
        return "Plugins";
    }

    @Override
    public @Nullable String getDiag(Bundle bundle) {
        List<String> problems = problems(bundle);
        return problems.isEmpty() ? null : String.join("\n", problems) + "\n";
    }

    /**
     * Returns a waiting or failed state for a plugin with a problem, because {@code bundle:diag} prints only such
     * bundles.
     */
    @Override
    public BundleState getState(Bundle bundle) {
        if (problems(bundle).isEmpty()) {
            return BundleState.Unknown;
        }
        return switch (bundle.getState()) {
            case Bundle.ACTIVE -> hasFailed(bundle) ? BundleState.Failure : BundleState.Waiting;
            case Bundle.RESOLVED -> notStarted(bundle.adapt(BundleStartLevel.class));
            default -> BundleState.Unknown;
        };
    }

    private boolean hasFailed(Bundle bundle) {
        return contributions.stream()
                .flatMap(extender -> extender.of(bundle.getBundleId()).stream())
                .anyMatch(one -> one.state() == Contribution.State.FAILED);
    }

    private BundleState notStarted(BundleStartLevel level) {
        if (!level.isPersistentlyStarted()) {
            return BundleState.Unknown;
        }
        return level.getStartLevel()
                        > context.getBundle(Constants.SYSTEM_BUNDLE_LOCATION)
                                .adapt(FrameworkStartLevel.class)
                                .getStartLevel()
                ? BundleState.Waiting
                : BundleState.Failure;
    }

    private List<String> problems(Bundle bundle) {
        if (bundle.getState() == Bundle.UNINSTALLED || PlatformBundles.contains(bundle)) {
            return List.of();
        }
        return new Problems(
                        context.getBundle(Constants.SYSTEM_BUNDLE_LOCATION),
                        routes(),
                        broker,
                        deployments,
                        contributions)
                .of(bundle);
    }

    private @Nullable RuntimeDTO routes() {
        JaxrsServiceRuntime now = rest;
        try {
            return now == null ? null : now.getRuntimeDTO();
        } catch (RuntimeException | LinkageError e) {
            // the whiteboard fails on some faulty resources; plugin:list prints the failure
            return null;
        }
    }
}

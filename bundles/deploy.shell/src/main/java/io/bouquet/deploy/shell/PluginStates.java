package io.bouquet.deploy.shell;

import io.bouquet.deploy.Deployments;
import io.bouquet.deploy.Diagnosis;
import io.bouquet.deploy.Finding;
import io.bouquet.deploy.PlatformBundles;
import io.bouquet.deploy.spi.Contribution;
import io.bouquet.deploy.spi.ContributionStatus;
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

/**
 * Tells Karaf's {@code bundle:diag} and {@code bundle:list} why a plugin does not work, with the messages of
 * {@code plugin:doctor}. Reports nothing about the platform's own bundles. Thread-safe.
 */
@Component
public final class PluginStates implements BundleStateService {
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
        Deployments now = deployments;
        if (now == null || bundle.getState() == Bundle.UNINSTALLED || PlatformBundles.contains(bundle)) {
            return List.of();
        }
        Diagnosis diagnosis = now.diagnoses(List.of(bundle.getBundleId())).get(bundle.getBundleId());
        return diagnosis == null
                ? List.of()
                : diagnosis.shown().stream().map(Finding::text).toList();
    }
}

package io.bouquet.deploy.engine;

import io.bouquet.deploy.Finding;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.osgi.framework.Bundle;
import org.osgi.framework.hooks.resolver.ResolverHook;
import org.osgi.framework.hooks.resolver.ResolverHookFactory;
import org.osgi.framework.wiring.BundleCapability;
import org.osgi.framework.wiring.BundleRequirement;
import org.osgi.framework.wiring.BundleRevision;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Prevents that bundles are resolved if they break the rules of {@code plugin:install} and one of Karaf's own commands
 * installed them, such as {@code bundle:install} or {@code feature:install}. They stay installed, and
 * {@code plugin:list} says why they do not start.
 */
@Component(service = ResolverHookFactory.class)
public final class ForeignBundles implements ResolverHookFactory {
    private static final Logger LOG = LoggerFactory.getLogger(ForeignBundles.class);

    private final DefaultDeployments deployments;
    /** Ids of bundles that the log has already reported. */
    private final Set<Long> told = ConcurrentHashMap.newKeySet();

    @Activate
    public ForeignBundles(@Reference DefaultDeployments deployments) {
        this.deployments = deployments;
    }

    @Override
    public ResolverHook begin(Collection<BundleRevision> triggers) {
        // for a feature, Karaf resolves all bundles that should run, and most of them are already resolved
        return new RuleHook(triggers.stream()
                .filter(revision -> revision.getWiring() == null)
                .toList());
    }

    private boolean breaksARule(Bundle bundle) {
        Optional<Finding> broken = deployments.ruleBrokenBy(bundle);
        // the framework's own message does not say why
        if (broken.isPresent() && told.add(bundle.getBundleId())) {
            LOG.warn(
                    "{} [{}] is not resolved: {}",
                    bundle.getLocation(),
                    bundle.getBundleId(),
                    broken.get().text());
        }
        return broken.isPresent();
    }

    /** Caches the results during one resolve operation, which asks about the same bundles repeatedly. */
    private final class RuleHook implements ResolverHook {
        private final List<BundleRevision> triggers;
        private final Map<Bundle, Boolean> refused = new ConcurrentHashMap<>();

        RuleHook(List<BundleRevision> triggers) {
            this.triggers = triggers;
        }

        private boolean isRefused(BundleRevision revision) {
            return revision.getWiring() == null
                    && refused.computeIfAbsent(revision.getBundle(), ForeignBundles.this::breaksARule);
        }

        /**
         * Removes only the bundles to be resolved, and only if all of them are refused. As soon as one candidate is
         * removed, Felix uses only the remaining candidates as providers, and ignores even resolved bundles. One
         * refused bundle would then block all others. A refused bundle that is resolved together with others is
         * disabled afterwards.
         */
        @Override
        public void filterResolvable(Collection<BundleRevision> candidates) {
            if (!triggers.isEmpty() && triggers.stream().allMatch(this::isRefused)) {
                candidates.removeIf(triggers::contains);
            }
        }

        /** Wires a refused bundle to no other bundle, and no other bundle to it. */
        @Override
        public void filterMatches(BundleRequirement requirement, Collection<BundleCapability> candidates) {
            if (isRefused(requirement.getRevision())) {
                candidates.clear();
            } else {
                candidates.removeIf(candidate -> isRefused(candidate.getRevision()));
            }
        }

        @Override
        public void filterSingletonCollisions(BundleCapability singleton, Collection<BundleCapability> collisions) {
            // the default rule for singletons applies
        }

        @Override
        public void end() {
            // nothing is kept
        }
    }
}

package io.bouquet.deploy.engine;

import java.util.Collection;
import org.osgi.framework.hooks.resolver.ResolverHook;
import org.osgi.framework.hooks.resolver.ResolverHookFactory;
import org.osgi.framework.wiring.BundleCapability;
import org.osgi.framework.wiring.BundleRequirement;
import org.osgi.framework.wiring.BundleRevision;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/**
 * Keeps bundles from being resolved that somebody brought with {@code bundle:install} and that break the rules of
 * {@code plugin:install}: they stay installed, and {@code plugin:list} says why they do not start.
 */
@Component(service = ResolverHookFactory.class)
public final class ForeignBundles implements ResolverHookFactory, ResolverHook {
    private final DefaultDeployments deployments;

    @Activate
    public ForeignBundles(@Reference DefaultDeployments deployments) {
        this.deployments = deployments;
    }

    @Override
    public ResolverHook begin(Collection<BundleRevision> triggers) {
        return this;
    }

    @Override
    public void filterResolvable(Collection<BundleRevision> candidates) {
        candidates.removeIf(
                candidate -> deployments.ruleBrokenBy(candidate.getBundle()).isPresent());
    }

    @Override
    public void filterSingletonCollisions(BundleCapability singleton, Collection<BundleCapability> collisions) {
        // each bundle may collide with its like
    }

    @Override
    public void filterMatches(BundleRequirement requirement, Collection<BundleCapability> candidates) {
        // who may be resolved may be used
    }

    @Override
    public void end() {
        // nothing is kept
    }
}

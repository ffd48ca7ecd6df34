package io.bouquet.deploy.spi;

import java.util.List;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Tells whether the contributions of a started bundle work. An extender implements this interface, so that a deployment
 * and {@code plugin:list} can name the reason of a failure. Thread-safe; must not block.
 */
@ConsumerType
public interface ContributionStatus {
    /**
     * Returns the contributions of a bundle that this extender handles.
     *
     * @param bundleId id of the bundle
     * @return empty if the bundle contributes nothing of this kind
     */
    List<Contribution> of(long bundleId);
}

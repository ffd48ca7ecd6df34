package io.bouquet.deploy.spi;

import java.util.List;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Tells whether what a started bundle contributes works. An extender implements it, so that a deployment and
 * {@code plugin:list} can name the reason when it does not. Thread-safe; answers at once, from what is known already.
 */
@ConsumerType
public interface ContributionStatus {
    /**
     * The contributions of a bundle that this extender handles.
     *
     * @param bundleId id of the bundle
     * @return empty if the bundle contributes nothing of this kind
     */
    List<Contribution> of(long bundleId);
}

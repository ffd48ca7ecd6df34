package io.bouquet.tagging.rest.internal;

import io.bouquet.tagging.Policies;
import io.bouquet.tagging.TakeOvers;
import io.bouquet.web.ProblemException;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/** Gives the resources access to policies and take-overs, and survives restarts of the engine. */
@Component(service = LivePolicies.class)
public final class LivePolicies {
    // dynamic: a restart of the engine must not remove resources, because the whiteboard then rewires the whole API
    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    volatile @Nullable Policies policies;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    volatile @Nullable TakeOvers takeOvers;

    /** @throws ProblemException 503 while there are none */
    Policies get() {
        return present(policies);
    }

    /** @throws ProblemException 503 while there are none */
    TakeOvers takeOvers() {
        return present(takeOvers);
    }

    private static <T> T present(@Nullable T service) {
        if (service == null) {
            throw ProblemException.unavailable(
                    "no tagger serves at the moment; try again soon", BrokerAnnotator.RETRY_AFTER_SECONDS);
        }
        return service;
    }
}

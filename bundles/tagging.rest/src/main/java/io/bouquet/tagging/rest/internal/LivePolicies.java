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

/** The policies and takeovers as long as they are there; the resources stay where the engine goes. */
@Component(service = LivePolicies.class)
public final class LivePolicies {
    // dynamic: the whiteboard rewires all of the API where a resource comes or goes, and it must not with the engine
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

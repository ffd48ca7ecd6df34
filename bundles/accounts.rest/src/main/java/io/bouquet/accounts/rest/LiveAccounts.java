package io.bouquet.accounts.rest;

import io.bouquet.accounts.Accounts;
import io.bouquet.accounts.Audit;
import io.bouquet.accounts.Tokens;
import io.bouquet.web.ProblemException;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/** The accounts and tokens while they are available. */
@Component(service = LiveAccounts.class)
public final class LiveAccounts {
    private static final int RETRY_AFTER_SECONDS = 5;

    // dynamic, so that an outage of the database does not unregister the resources and rewire the API
    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    volatile @Nullable Accounts accounts;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    volatile @Nullable Tokens tokens;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    volatile @Nullable Audit audit;

    Accounts accounts() {
        return available(accounts);
    }

    Tokens tokens() {
        return available(tokens);
    }

    void record(String who, String from, String what) {
        Audit record = audit;
        if (record != null) {
            record.done(who, from, what, "done");
        }
    }

    private static <T> T available(@Nullable T service) {
        if (service == null) {
            throw ProblemException.unavailable(
                    "the accounts are not available at the moment; try again soon", RETRY_AFTER_SECONDS);
        }
        return service;
    }
}

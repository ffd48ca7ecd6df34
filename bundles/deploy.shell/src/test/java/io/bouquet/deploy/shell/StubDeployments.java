package io.bouquet.deploy.shell;

import io.bouquet.deploy.Change;
import io.bouquet.deploy.Deployments;
import io.bouquet.deploy.Diagnosis;
import io.bouquet.deploy.Leak;
import io.bouquet.deploy.Plan;
import io.bouquet.deploy.Plugin;
import io.bouquet.deploy.Receipt;
import io.bouquet.deploy.Receipt.Outcome;
import io.bouquet.deploy.ReceiptQuery;
import io.bouquet.deploy.Refusal;
import io.bouquet.deploy.RefusedException;
import io.bouquet.deploy.RefusedException.Reason;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Refuses the plugin "refused", and fails for the plugin "fails". */
final class StubDeployments implements Deployments {
    final List<String> begun = new ArrayList<>();
    final Map<Long, Diagnosis> known = new HashMap<>();

    @Override
    public Receipt begin(Change change, String account) {
        if (change.plugin().equals("refused")) {
            throw new RefusedException(Reason.NOT_FOUND, "no plugin refused");
        }
        begun.add(change.plugin() + " by " + account);
        boolean fails = change.plugin().equals("fails");
        return Receipt.begun("1", change.kind(), change.plugin(), account, "", "1.0.0", "", false, Instant.EPOCH)
                .withEnd(
                        fails ? "1.0.0" : "",
                        Instant.EPOCH,
                        fails ? Outcome.FAILED : Outcome.DONE,
                        fails ? "it runs on" : "",
                        Optional.empty());
    }

    @Override
    public Plan plan(Change change) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Receipt run(Change change, String account) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Optional<Receipt> receipt(String id) {
        return Optional.empty();
    }

    @Override
    public List<Receipt> receipts(ReceiptQuery query) {
        return List.of();
    }

    @Override
    public long count(ReceiptQuery query) {
        return 0;
    }

    @Override
    public List<Plugin> plugins() {
        return List.of();
    }

    @Override
    public List<Refusal> refusals() {
        return List.of();
    }

    @Override
    public List<Leak> leaks() {
        return List.of();
    }

    @Override
    public List<String> findHolder(long leak) {
        return List.of();
    }

    @Override
    public Diagnosis diagnose(String name) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Diagnosis diagnose(Path archive, String origin) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Map<Long, Diagnosis> diagnoses(Collection<Long> bundles) {
        return known;
    }
}

package io.bouquet.tagging.rest.internal;

import io.bouquet.tagging.Comparison;
import io.bouquet.tagging.Policies;
import io.bouquet.tagging.Policy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Keeps what is set, and refuses what it is told to refuse. */
final class StubPolicies implements Policies {
    final SortedMap<String, Policy> set = new TreeMap<>();
    final List<String> promoted = new ArrayList<>();
    String refusal = "";
    Comparison comparison;

    static LivePolicies live(Policies policies) {
        LivePolicies live = new LivePolicies();
        live.policies = policies;
        live.takeOvers = new TakeOversStub();
        return live;
    }

    @Override
    public SortedMap<String, Policy> all() {
        return set;
    }

    @Override
    public Policy of(String tagger) {
        return set.getOrDefault(tagger, Policy.LATEST);
    }

    @Override
    public void set(Map<String, Policy> policies) {
        refuse();
        set.putAll(policies);
        set.values().remove(Policy.LATEST);
    }

    @Override
    public Policy promote(String tagger, String version) {
        refuse();
        promoted.add(tagger + " " + version);
        return Policy.LATEST;
    }

    @Override
    public Policy rollBack(String tagger) {
        refuse();
        return Policy.pinned("1.0.0");
    }

    private void refuse() {
        if (!refusal.isEmpty()) {
            throw new IllegalArgumentException(refusal);
        }
    }

    @Override
    public Optional<Comparison> comparison(String tagger) {
        return Optional.ofNullable(comparison);
    }
}

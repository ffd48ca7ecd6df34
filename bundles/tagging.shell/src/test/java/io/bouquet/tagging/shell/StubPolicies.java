package io.bouquet.tagging.shell;

import io.bouquet.tagging.Comparison;
import io.bouquet.tagging.Policies;
import io.bouquet.tagging.Policy;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Keeps what is set; 1.0.0 served before. */
final class StubPolicies implements Policies {
    final SortedMap<String, Policy> set = new TreeMap<>();
    Comparison comparison;

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
        set.putAll(policies);
    }

    @Override
    public Policy promote(String tagger, String version) {
        return version.isEmpty() ? Policy.LATEST : Policy.pinned(version);
    }

    @Override
    public Policy rollBack(String tagger) {
        return Policy.pinned("1.0.0");
    }

    @Override
    public Optional<Comparison> comparison(String tagger) {
        return Optional.ofNullable(comparison);
    }
}

package io.bouquet.tagging.console;

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
final class PoliciesStub implements Policies {
    final SortedMap<String, Policy> set = new TreeMap<>();
    final List<String> done = new ArrayList<>();
    String refusal = "";
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
        refuse();
        set.putAll(policies);
    }

    @Override
    public Policy promote(String tagger, String version) {
        refuse();
        done.add("promote " + tagger + " " + version);
        return Policy.pinned(version);
    }

    @Override
    public Policy rollBack(String tagger) {
        refuse();
        done.add("roll back " + tagger);
        return Policy.pinned("0.9.0");
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

package io.bouquet.tagging;

import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Manages which versions of taggers serve. Policies are stored in Config Admin, so they survive a restart. Thread-safe.
 */
@ProviderType
public interface Policies {
    /** Returns the policies that were set, by name of the tagger. All other taggers have {@link Policy#LATEST}. */
    SortedMap<String, Policy> all();

    /** Returns the policy of a tagger. */
    Policy of(String tagger);

    /**
     * Sets policies, all in one generation. They are in effect when this returns.
     *
     * @throws IllegalArgumentException if a tagger or version is missing or cannot serve
     */
    void set(Map<String, Policy> policies);

    /**
     * Makes one version serve alone, from the next request on. Sets {@link Policy#LATEST} if that policy would choose
     * the version, else pins it.
     *
     * @param version the version, or the empty string for the candidate of a canary or shadow; if there is none, for
     *                the newest ready version
     * @throws IllegalArgumentException if the version is missing or not ready
     */
    Policy promote(String tagger, String version);

    /**
     * Pins the version that served before the current one, without loading anything.
     *
     * @throws IllegalArgumentException if no other version is ready
     */
    Policy rollBack(String tagger);

    /** Returns the results of the shadow so far; empty if the tagger has no shadow. */
    Optional<Comparison> comparison(String tagger);
}
